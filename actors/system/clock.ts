/** Time and timers come from here only, so that a test can hold them. XState's SimulatedClock fits. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(fn: () => void, timeoutMs: number): unknown;
  clearTimeout(id: unknown): void;
}
