/** One thing that runs in this process. Made inert, begins with `start`; `stop` waits, and may be called at any time, any number of times. */
export interface Service {
  /** As it appears in log lines. */
  readonly name: string;
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}
