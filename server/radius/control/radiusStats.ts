/** Counted since the process began; rates are the differences between two. Said once a second. */
export interface RadiusStats {
  readonly at: number;
  readonly uptimeMs: number;
  readonly requests: Readonly<Record<'authentication' | 'accounting' | 'status', number>>;
  readonly answers: Readonly<Record<'accept' | 'reject' | 'challenge' | 'accounting', number>>;
  /** By RejectReason. */
  readonly rejects: Readonly<Record<string, number>>;
  /** Datagrams without an answer, by DropReason. */
  readonly drops: Readonly<Record<string, number>>;
  readonly duplicates: number;
  /** From receipt to answer of the last second, ms; absent: nothing was asked. */
  readonly latency?:
    | { readonly p50: number; readonly p95: number; readonly p99: number; readonly worst: number }
    | undefined;
  readonly sessions: number;
  readonly subscriptions: number;
  readonly memoryBytes: number;
  readonly projectionBytes: number;
  readonly journal: { readonly freeBytes: number; readonly writtenBytes: number; readonly full: boolean };
  readonly pools: readonly { readonly id: number; readonly size: number; readonly used: number }[];
  readonly nas: readonly NasStats[];
  /** Sources that no router has registered, the busiest first, at most 50. */
  readonly strangers: readonly { readonly address: string; readonly packets: number; readonly lastAt: number }[];
}

export interface NasStats {
  readonly nasId: string;
  readonly requests: number;
  readonly accepts: number;
  readonly rejects: number;
  readonly drops: number;
  readonly sessions: number;
  readonly lastAt: number;
}
