import {
  AUTHENTICATOR_AT,
  AUTHENTICATOR_BYTES,
  MOST_PACKET_BYTES,
} from '#server/platform/transport/radius/radiusLayout.ts';
import { mixed, octetHash } from '../memory/octetHash.ts';

const SLOTS = 1 << 16;
const BUCKETS = 1 << 17;
const RING_BYTES = 32 * 1024 * 1024;
/** RFC 5080 §2.2.2 wants 5 to 30 seconds. */
const KEPT_MS = 10_000;

export interface CachedReply {
  readonly bytes: Buffer;
  readonly from: number;
  readonly length: number;
}

/**
 * Answers to the requests of the last seconds, so that a request that comes again gets the octets it got (RFC 5080
 * §2.2.2), and none while its first answer is being worked out. Only requests that were verified come in here. The
 * answers are kept in a ring outside of the heap, from which they are sent; the oldest go first.
 */
export class ReplyCache {
  readonly #ring = Buffer.allocUnsafeSlow(RING_BYTES);
  #written = 0;
  /** The newest slot of a bucket, + 1. */
  readonly #heads = new Uint32Array(BUCKETS);
  /** Older slot of the same bucket, + 1. */
  readonly #older = new Uint32Array(SLOTS);
  readonly #buckets = new Uint32Array(SLOTS);
  readonly #keys = new Uint32Array(SLOTS);
  readonly #authenticators = Buffer.allocUnsafeSlow(SLOTS * AUTHENTICATOR_BYTES);
  readonly #times = new Float64Array(SLOTS);
  /** Of everything ever written to the ring, + 1; 0: no answer yet; negative: made, and held back. */
  readonly #places = new Float64Array(SLOTS);
  readonly #lengths = new Uint16Array(SLOTS);
  /** Which request has the slot: its number among all that ever began. */
  readonly #owners = new Float64Array(SLOTS);
  #begun = 0;
  readonly #answer = { bytes: this.#ring, from: 0, length: 0 };

  /** `peer`: a number for the source address, port and receiving socket. The slot of a request that is known; -1. */
  find(request: Uint8Array, peer: number, now: number): number {
    const key = keyOf(request, peer);
    for (let slot = this.#heads[key & (BUCKETS - 1)]! - 1; slot >= 0; slot = this.#older[slot]! - 1) {
      if (this.#keys[slot] !== key || !this.#isOf(slot, request)) continue;
      return now - this.#times[slot]! > KEPT_MS || !this.#isWhole(slot) ? -1 : slot;
    }
    return -1;
  }

  /** Undefined: not answered yet. Valid until the next call. */
  answer(slot: number): CachedReply | undefined {
    const place = this.#places[slot]!;
    if (place <= 0) return undefined;
    this.#answer.from = (place - 1) % RING_BYTES;
    this.#answer.length = this.#lengths[slot]!;
    return this.#answer;
  }

  /** A request that is being worked on from now on; its number. */
  begin(request: Uint8Array, peer: number, now: number): number {
    const key = keyOf(request, peer);
    this.#begun += 1;
    const slot = this.#begun % SLOTS;
    this.#forget(slot);
    this.#owners[slot] = this.#begun;
    const bucket = key & (BUCKETS - 1);
    this.#older[slot] = this.#heads[bucket]!;
    this.#heads[bucket] = slot + 1;
    this.#buckets[slot] = bucket + 1;
    this.#keys[slot] = key;
    this.#times[slot] = now;
    this.#places[slot] = 0;
    for (let index = 0; index < AUTHENTICATOR_BYTES; index += 1)
      this.#authenticators[slot * AUTHENTICATOR_BYTES + index] = request[AUTHENTICATOR_AT + index]!;
    return this.#begun;
  }

  /** Its answer, copied to where it can be sent from for seconds. */
  finish(request: number, packet: Buffer, length: number): CachedReply {
    const slot = request % SLOTS;
    let at = this.#written % RING_BYTES;
    if (at + MOST_PACKET_BYTES > RING_BYTES) {
      this.#written += RING_BYTES - at;
      at = 0;
    }
    for (let index = 0; index < length; index += 1) this.#ring[at + index] = packet[index]!;
    if (this.#owners[slot] === request) {
      this.#places[slot] = this.#written + 1;
      this.#lengths[slot] = length;
    }
    this.#written += length;
    this.#answer.from = at;
    this.#answer.length = length;
    return this.#answer;
  }

  /** Its answer, which is not to be sent before `release`. */
  hold(request: number, packet: Buffer, length: number): void {
    this.finish(request, packet, length);
    this.#places[request % SLOTS]! *= -1;
  }

  /** Undefined: so much came in the meantime that it is gone. */
  release(request: number): CachedReply | undefined {
    const slot = request % SLOTS;
    if (this.#owners[slot] !== request) return undefined;
    const place = -this.#places[slot]!;
    if (place <= 0) return undefined;
    this.#places[slot] = place;
    return this.#isWhole(slot) ? this.answer(slot) : undefined;
  }

  /** It will not be answered: when it comes again, it is a new request. */
  abandon(request: number): void {
    if (this.#owners[request % SLOTS] === request) this.#forget(request % SLOTS);
  }

  #forget(slot: number): void {
    const bucket = this.#buckets[slot]! - 1;
    if (bucket < 0) return;
    this.#buckets[slot] = 0;
    let at = this.#heads[bucket]!;
    if (at === slot + 1) {
      this.#heads[bucket] = this.#older[slot]!;
      return;
    }
    while (at !== 0 && this.#older[at - 1] !== slot + 1) at = this.#older[at - 1]!;
    if (at !== 0) this.#older[at - 1] = this.#older[slot]!;
  }

  #isOf(slot: number, request: Uint8Array): boolean {
    const at = slot * AUTHENTICATOR_BYTES;
    for (let index = 0; index < AUTHENTICATOR_BYTES; index += 1)
      if (this.#authenticators[at + index] !== request[AUTHENTICATOR_AT + index]) return false;
    return true;
  }

  /** The ring has not come round over its answer. */
  #isWhole(slot: number): boolean {
    const place = Math.abs(this.#places[slot]!);
    return place === 0 || this.#written - (place - 1) <= RING_BYTES - MOST_PACKET_BYTES;
  }
}

/** Code, identifier and authenticator with the peer (RFC 2865 §2, 5080 §2.2.2). */
function keyOf(request: Uint8Array, peer: number): number {
  const start = octetHash(request, 0, 2, peer);
  return mixed(octetHash(request, AUTHENTICATOR_AT, AUTHENTICATOR_AT + AUTHENTICATOR_BYTES, start));
}
