/** What a connected router is heard to say about itself. */
export interface NasMeasured {
  readonly type: 'nas.measured';
  readonly at: number;
  /** Of the cheapest question, there and back. */
  readonly latencyMs: number;
  /** Of what was asked in the last minute, the share that was not answered in time. */
  readonly lossPercent: number;
  /** Mean of the last readings: one alone is a moment's. */
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
}

/** Its uptime says that it started again since it was asked before. */
export interface NasRebooted {
  readonly type: 'nas.rebooted';
  readonly at: number;
}

export type NasFact = NasMeasured | NasRebooted;

/** What people and other parts of the product say to it. */
export type NasMessage =
  | { readonly type: 'nas.maintenanceBegan' }
  | { readonly type: 'nas.maintenanceEnded' }
  /** Whatever kept it away may be over: try at once. */
  | { readonly type: 'nas.tryNow' };
