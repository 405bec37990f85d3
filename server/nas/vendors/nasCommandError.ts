/** The router understood and refused; the message is the router's. */
export class NasCommandRefused extends Error {
  override readonly name = 'NasCommandRefused';
  /** There is no such command or object on this router. */
  readonly missing: boolean;

  constructor(message: string, missing: boolean, options?: ErrorOptions) {
    super(message, options);
    this.missing = missing;
  }
}

/** No answer in time, or the caller gave up. Whether it happened is unknown. */
export class NasCommandLate extends Error {
  override readonly name = 'NasCommandLate';
}

/** Too much waits for this router; nothing was sent. */
export class NasBusy extends Error {
  override readonly name = 'NasBusy';
}
