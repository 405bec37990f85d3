import { wireRefusal, type WireRefusalCode } from '#shared/wire/wireRefusals.ts';

/** Reaches the client as `connect_error` with the refusal in `data`. */
export class HandshakeRefused extends Error {
  override readonly name = 'HandshakeRefused';
  readonly data: { readonly code: string; readonly message: string };

  constructor(code: WireRefusalCode, options?: ErrorOptions) {
    const { message } = wireRefusal(code);
    super(message, options);
    this.data = { code, message };
  }
}
