/** What a peer on the control socket said is not understood, or it does not read: the connection is of no use. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: 'frame' | 'message' | 'token' | 'stuck';

  constructor(code: ControlError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
