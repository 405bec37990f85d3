/** Something that runs while somebody wants it and the router is connected, once for all who want it. */
export class Followed {
  readonly #run: (signal: AbortSignal) => Promise<void>;
  #wanted = 0;
  #connection: AbortSignal | undefined;
  #running: AbortController | undefined;

  constructor(run: (signal: AbortSignal) => Promise<void>) {
    this.#run = run;
  }

  get wanted(): number {
    return this.#wanted;
  }

  /** Answers how not to want it any more. */
  want(): () => void {
    this.#wanted += 1;
    this.#start();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#wanted -= 1;
      if (this.#wanted === 0) this.#stop();
    };
  }

  /** The router is connected until the signal aborts. */
  begin(connection: AbortSignal): void {
    this.#connection = connection;
    connection.addEventListener(
      'abort',
      () => {
        if (this.#connection !== connection) return;
        this.#connection = undefined;
        this.#stop();
      },
      { once: true },
    );
    this.#start();
  }

  #start(): void {
    if (this.#running || this.#wanted === 0 || !this.#connection || this.#connection.aborted) return;
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  #stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}
