/** What a connected router is heard to say about itself. */
export interface NasMeasured {
  readonly type: 'nas.measured';
  readonly at: number;
  /** Of an ordinary question, there and back. */
  readonly latencyMs: number;
  /** Of what was asked in the last minute, the share that was not answered in time. */
  readonly lossPercent: number;
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
  /** Present when its uptime says that it started again since it was asked before. */
  readonly rebooted?: true;
}

export type NasFact = NasMeasured;

/** What people and other parts of the product say to it. */
export type NasMessage =
  | { readonly type: 'nas.maintenanceBegan' }
  | { readonly type: 'nas.maintenanceEnded' }
  /** Whatever kept it away may be over: try at once. */
  | { readonly type: 'nas.tryNow' };
