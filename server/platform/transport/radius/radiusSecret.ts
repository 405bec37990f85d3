import { HmacMd5 } from './hmacMd5.ts';

/** The secret shared with one peer, and what can be worked out from it once. Shows nothing of it when printed. */
export class RadiusSecret {
  readonly #bytes: Buffer;
  readonly hmac: HmacMd5;

  /** Without a secret every packet would be believed: an empty one is refused (RFC 2865 §3). */
  constructor(secret: string | Uint8Array) {
    if (secret.length === 0) throw new RangeError('a RADIUS secret must not be empty');
    this.#bytes = Buffer.from(secret);
    this.hmac = new HmacMd5(this.#bytes);
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}
