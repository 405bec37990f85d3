import { SyslogError } from './syslogError.ts';
import type { SdElement, SdParam } from './syslogMessage.ts';

/** SD-NAME of RFC 5424 §6.3.2: printable ASCII except `=`, space, `]` and `"`. */
const NAME = /[!#-<>-\\^-~]{1,32}/y;
const MOST_PARAMS = 200;

/**
 * Parses STRUCTURED-DATA at `from` of a message read as Latin-1 (one character per byte); `end` is where it stopped.
 * Throws SyslogError `unparsable`.
 */
export function parseStructuredData(octets: string, from: number): { elements: SdElement[]; end: number } {
  if (octets[from] === '-') return { elements: [], end: from + 1 };
  const reader = new Reader(octets, from);
  const elements: SdElement[] = [];
  while (reader.peek() === '[') {
    const element = reader.element();
    // §6.3.2: the same SD-ID must not occur twice.
    if (elements.some(({ id }) => id === element.id)) throw reader.unparsable(`Element ${element.id} occurs twice.`);
    elements.push(element);
  }
  if (elements.length === 0) throw reader.unparsable('Structured data is missing.');
  return { elements, end: reader.at };
}

class Reader {
  readonly #octets: string;
  readonly #from: number;
  at: number;
  #params = 0;

  constructor(octets: string, from: number) {
    this.#octets = octets;
    this.#from = from;
    this.at = from;
  }

  peek(): string | undefined {
    return this.#octets[this.at];
  }

  element(): SdElement {
    this.#expect('[');
    const id = this.#name();
    const params: SdParam[] = [];
    while (this.peek() === ' ') {
      this.at += 1;
      params.push(this.#param());
    }
    this.#expect(']');
    return { id, params };
  }

  unparsable(message: string): SyslogError {
    return new SyslogError('unparsable', message, this.#octets.slice(Math.max(this.#from, this.at - 40)));
  }

  #param(): SdParam {
    if (++this.#params > MOST_PARAMS) throw this.unparsable(`There are more than ${MOST_PARAMS} parameters.`);
    const name = this.#name();
    this.#expect('=');
    this.#expect('"');
    const value = this.#value();
    this.#expect('"');
    return { name, value };
  }

  #name(): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.#octets)?.[0];
    if (name === undefined) throw this.unparsable('A name of structured data is missing.');
    this.at += name.length;
    return name;
  }

  /** §6.3.3: `"`, `\` and `]` are escaped by `\`; before anything else a backslash stands for itself. */
  #value(): string {
    const start = this.at;
    for (let c = this.peek(); c !== '"'; c = this.peek()) {
      if (c === undefined) throw this.unparsable('A parameter value does not end.');
      if (c === ']') throw this.unparsable('A bracket in a parameter value is not escaped.');
      this.at += c === '\\' ? 2 : 1;
    }
    return decode(this.#octets.slice(start, this.at).replace(/\\(["\\\]])/g, '$1'));
  }

  #expect(c: string): void {
    if (this.peek() !== c) throw this.unparsable(`Structured data lacks ${c}.`);
    this.at += 1;
  }
}

/** Values are UTF-8 by §6.3.3; most are plain ASCII and need no decoding. */
function decode(octets: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(octets)) return octets;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'));
  } catch (cause) {
    throw new SyslogError('unparsable', 'A parameter value is not UTF-8.', octets, { cause });
  }
}
