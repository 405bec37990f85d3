import { MD5_BLOCK_BYTES, MD5_BYTES, Md5, type Md5Midstate } from './md5.ts';

const IPAD = 0x36;
const OPAD = 0x5c;

/**
 * HMAC-MD5 (RFC 2104) under one secret: both of its key blocks are worked in once, so that a packet costs its own blocks
 * and one more. The hash in use belongs to the caller between `start` and `finish`; nothing here waits in between.
 */
export class HmacMd5 {
  readonly #inner: Md5Midstate;
  readonly #outer: Md5Midstate;

  constructor(secret: Uint8Array) {
    const key = Buffer.alloc(MD5_BLOCK_BYTES);
    if (secret.length > MD5_BLOCK_BYTES) hash.start().update(secret).finish(key);
    else key.set(secret);
    this.#inner = hash
      .start()
      .update(key.map((octet) => octet ^ IPAD))
      .midstate();
    this.#outer = hash
      .start()
      .update(key.map((octet) => octet ^ OPAD))
      .midstate();
    key.fill(0);
  }

  /** Feed the answer with the message, then `finish` here. */
  start(): Md5 {
    return hash.startFrom(this.#inner, MD5_BLOCK_BYTES);
  }

  finish(target: Uint8Array, at = 0): void {
    hash.finish(digest);
    hash.startFrom(this.#outer, MD5_BLOCK_BYTES).update(digest).finish(target, at);
  }
}

// One for all secrets: between start and finish nothing else runs.
const hash = new Md5();
const digest = Buffer.alloc(MD5_BYTES);
