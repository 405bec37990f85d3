/** At most `most` restarts within `withinMs`; one more and the supervisor gives up, raises an alarm and retries slowly. */
export interface RestartPolicy {
  readonly most: number;
  readonly withinMs: number;
  /** First back-off; doubles with each restart within the window, up to `maxBackoffMs`, with ±50 % jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** Pause between attempts after having given up. */
  readonly slowRetryMs: number;
}

export const defaultRestartPolicy: RestartPolicy = {
  most: 5,
  withinMs: 60_000,
  backoffMs: 100,
  maxBackoffMs: 10_000,
  slowRetryMs: 60_000,
};
