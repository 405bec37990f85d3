/** The flags octet that EAP-TLS, PEAP and TTLS begin their data with (RFC 5216 §3.1); its low bits are a version. */
const flags = { lengthIncluded: 0x80, moreFragments: 0x40, start: 0x20, version: 0x07 } as const;

/** A peer without certificate has nothing to say that is longer. */
const mostOctets = 32_768;

export type FragmentVerdict = 'more' | 'whole' | 'malformed';

/** The first request: start, version 0. */
export function tlsStart(): Uint8Array {
  return Uint8Array.of(flags.start);
}

/** What acknowledges a fragment, and what asks the peer to go on. */
export function tlsAcknowledgement(): Uint8Array {
  return Uint8Array.of(0);
}

/** Puts the peer's fragments together. */
export class TlsAssembly {
  #parts: Uint8Array[] = [];
  #octets = 0;
  #announced: number | undefined;

  /** `whole`: take it. Malformed is too much, another version, or a length that does not hold. */
  add(data: Uint8Array): FragmentVerdict {
    const flag = data[0];
    if (flag === undefined || (flag & (flags.version | flags.start)) !== 0) return 'malformed';
    const hasLength = (flag & flags.lengthIncluded) !== 0;
    if (hasLength && data.length < 5) return 'malformed';
    if (hasLength) this.#announced ??= Buffer.from(data.buffer, data.byteOffset, data.length).readUInt32BE(1);
    const part = new Uint8Array(data.subarray(hasLength ? 5 : 1));
    this.#parts.push(part);
    this.#octets += part.length;
    if (this.#octets > Math.min(this.#announced ?? mostOctets, mostOctets)) return 'malformed';
    const hasMore = (flag & flags.moreFragments) !== 0;
    // An empty part with more to come would go round for ever.
    if (hasMore) return part.length === 0 ? 'malformed' : 'more';
    return this.#octets === (this.#announced ?? this.#octets) ? 'whole' : 'malformed';
  }

  take(): Uint8Array {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#octets = 0;
    this.#announced = undefined;
    return whole;
  }
}

/** Cuts what goes to the peer into the data of one request each; the first of several says the whole length. */
export function tlsFragments(message: Uint8Array, fragmentOctets: number): readonly Uint8Array[] {
  const fragments: Uint8Array[] = [];
  for (let at = 0; at < message.length;) {
    const isFirst = at === 0 && message.length > fragmentOctets;
    const end = Math.min(message.length, at + fragmentOctets);
    const head = Buffer.alloc(isFirst ? 5 : 1);
    if (isFirst) head.writeUInt32BE(message.length, 1);
    head[0] = (isFirst ? flags.lengthIncluded : 0) | (end < message.length ? flags.moreFragments : 0);
    fragments.push(Buffer.concat([head, message.subarray(at, end)]));
    at = end;
  }
  return fragments;
}
