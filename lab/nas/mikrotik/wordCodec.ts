/** The router would rather end the connection than answer this. */
export class WordError extends Error {
  override readonly name = 'WordError';
}

/** 0xF8 and above are reserved control bytes, which nobody may send. */
const FIRST_RESERVED = 0xf8;

/** Length prefix of a word, 1 to 5 octets, big endian (MikroTik manual: API, "API words"). */
export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x4000) return bytesOf(length + 0x8000, 2);
  if (length < 0x20_0000) return bytesOf(length + 0xc0_0000, 3);
  if (length < 0x1000_0000) return bytesOf(length + 0xe000_0000, 4);
  return Buffer.concat([Buffer.from([0xf0]), bytesOf(length, 4)]);
}

/** Words and the zero-length word that ends them. */
export function encodeSentence(words: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  for (const word of words) {
    const bytes = Buffer.from(word, 'utf8');
    parts.push(encodeLength(bytes.length), bytes);
  }
  parts.push(Buffer.of(0));
  return Buffer.concat(parts);
}

/** Length and octets of the prefix at `at`; undefined while more octets are needed. Throws WordError for control bytes. */
export function decodeLength(
  bytes: Buffer,
  at: number,
): { readonly length: number; readonly octets: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first >= FIRST_RESERVED) throw new WordError(`control byte 0x${first.toString(16)}`);
  if (first >= 0xf0) return bytes.length < at + 5 ? undefined : { length: bytes.readUInt32BE(at + 1), octets: 5 };
  // Each leading one says that one more octet follows; what is left of the first belongs to the length.
  const octets = first >= 0xe0 ? 4 : first >= 0xc0 ? 3 : first >= 0x80 ? 2 : 1;
  if (bytes.length < at + octets) return undefined;
  return { length: bytes.readUIntBE(at, octets) - MARKS[octets - 1]!, octets };
}

const MARKS = [0, 0x8000, 0xc0_0000, 0xe000_0000] as const;

/** Cuts a stream into sentences, however it arrives. A sentence of more than `mostBytes` is refused before it is kept. */
export class SentenceReader {
  mostBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Nothing can be decided before this many octets are there: a long word is not looked at with every packet. */
  #needs = 1;
  #words: string[] = [];
  #size = 0;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** The next sentence with at least one word, or undefined until more has arrived. */
  next(): readonly string[] | undefined {
    while (this.#bytes >= this.#needs) {
      const sentence = this.#readWord();
      if (sentence) return sentence;
    }
    return undefined;
  }

  #readWord(): readonly string[] | undefined {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    const prefix = decodeLength(bytes, 0);
    if (!prefix) {
      this.#needs = bytes.length + 1;
      return undefined;
    }
    const { length, octets } = prefix;
    if (this.#size + length > this.mostBytes) throw new WordError(`a sentence of more than ${this.mostBytes} octets`);
    if (bytes.length < octets + length) {
      this.#needs = octets + length;
      return undefined;
    }
    this.#take(bytes, octets + length);
    if (length === 0) return this.#endSentence();
    this.#size += length;
    this.#words.push(decodeText(bytes.subarray(octets, octets + length)));
    return undefined;
  }

  #take(bytes: Buffer, count: number): void {
    const rest = bytes.subarray(count);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
    this.#needs = 1;
  }

  #endSentence(): readonly string[] | undefined {
    const words = this.#words;
    this.#words = [];
    this.#size = 0;
    return words.length > 0 ? words : undefined;
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A router keeps bytes as they come; those that are no UTF-8 come from programs of the code page days. */
function decodeText(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function bytesOf(value: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  bytes.writeUIntBE(value, 0, count);
  return bytes;
}
