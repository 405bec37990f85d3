import { Trap, trapCategory } from './trap.ts';

/** A piece of a word; what stands in brackets is kept as text and read when it is needed. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable' | 'command' | 'expression' | 'block'; readonly text: string };

export interface ScriptWord {
  /** `name` of `name=value`; `operator` is `=`, or what a condition compares with. */
  readonly name: string | undefined;
  readonly operator: string;
  readonly parts: readonly Part[];
}

export interface Statement {
  readonly line: number;
  readonly words: readonly ScriptWord[];
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const KINDS = { '[': 'command', '(': 'expression', '{': 'block' } as const;

/** Reads RouterOS console script, one statement after the other. Throws Trap with line and column. */
export class ScriptReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replaceAll('\r\n', '\n');
  }

  next(): Statement | undefined {
    const words: ScriptWord[] = [];
    this.#skipBetween();
    const line = this.#line();
    while (this.#at < this.#text.length && !this.#atEnd()) {
      words.push(this.#word());
      this.#skipBlanks();
    }
    return words.length > 0 ? { line, words } : undefined;
  }

  /** After a word that can't be read: goes on with the next line, as a console does. */
  skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }

  #word(): ScriptWord {
    const [, name, operator] = /^([\w.-]+)(!=|>=|<=|[=~<>])/.exec(this.#text.slice(this.#at, this.#at + 200)) ?? [];
    if (name === undefined) return { name: undefined, operator: '', parts: this.#parts() };
    this.#at += name.length + (operator?.length ?? 0);
    return { name, operator: operator ?? '=', parts: this.#parts() };
  }

  #parts(): readonly Part[] {
    const parts: Part[] = [];
    for (let char = this.#peek(); char !== '' && !/[\s;]/.test(char); char = this.#peek()) {
      if (char === '\\' && this.#continues()) break;
      if (char === '"') parts.push(...this.#quoted());
      else if (char === '$') parts.push(this.#variable());
      else if (char === '[' || char === '(' || char === '{')
        parts.push({ kind: KINDS[char], text: this.#bracket(char) });
      else if (char === ']' || char === ')' || char === '}') throw this.#error('syntax error');
      else parts.push({ kind: 'text', text: this.#bare(), quoted: false });
    }
    return parts;
  }

  #bare(): string {
    const [found = ''] = /^(?:\\(?!\n)[\s\S]|[^\s;"$[\](){}\\])+/.exec(this.#text.slice(this.#at)) ?? [];
    if (found === '') throw this.#error('syntax error');
    this.#at += found.length;
    return found.replaceAll(/\\([\s\S])/g, '$1');
  }

  #variable(): Part {
    const [found, quoted, plain] = /^\$(?:"([^"]+)"|([A-Za-z_]\w*))/.exec(this.#text.slice(this.#at)) ?? [];
    if (found === undefined) throw this.#error('syntax error');
    this.#at += found.length;
    return { kind: 'variable', text: quoted ?? plain ?? '' };
  }

  /** Escapes: `\"` `\\` `\$` `\?` `\n` `\r` `\t` `\_`, two capital hex digits for a byte, and a broken line. */
  #quoted(): readonly Part[] {
    const parts: Part[] = [];
    let bytes: number[] = [];
    const endText = (): void => {
      if (bytes.length > 0) parts.push({ kind: 'text', text: Buffer.from(bytes).toString('utf8'), quoted: true });
      bytes = [];
    };
    this.#at += 1;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) throw this.#error('expected end of quoted string');
      if (char === '$' && /^\$[A-Za-z_"[(]/.test(this.#text.slice(this.#at, this.#at + 2))) {
        endText();
        parts.push(this.#embedded());
        continue;
      }
      this.#at += 1;
      if (char === '"') break;
      if (char === '\\') bytes.push(...this.#escape());
      else bytes.push(...this.#encoded(char));
    }
    endText();
    return parts.length > 0 ? parts : [{ kind: 'text', text: '', quoted: true }];
  }

  /** A character beyond the basic plane is two in a JavaScript text. */
  #encoded(char: string): Buffer {
    const second = this.#text[this.#at];
    if (!/[\uD800-\uDBFF]/.test(char) || second === undefined) return Buffer.from(char, 'utf8');
    this.#at += 1;
    return Buffer.from(char + second, 'utf8');
  }

  /** `$name`, `$[command]` or `$(expression)` within quotes. */
  #embedded(): Part {
    const open = this.#text[this.#at + 1];
    if (open !== '[' && open !== '(') return this.#variable();
    this.#at += 1;
    return { kind: KINDS[open], text: this.#bracket(open) };
  }

  #escape(): Buffer {
    const rest = this.#text.slice(this.#at, this.#at + 200);
    const [broken] = /^\n[ \t]*/.exec(rest) ?? [];
    const [hex] = /^[\dA-F]{2}/.exec(rest) ?? [];
    this.#at += broken?.length ?? hex?.length ?? 1;
    if (broken !== undefined) return Buffer.alloc(0);
    if (hex !== undefined) return Buffer.from(hex, 'hex');
    const char = rest[0] ?? '';
    const known: Readonly<Record<string, string>> = {
      n: '\n',
      r: '\r',
      t: '\t',
      _: ' ',
      '"': '"',
      '\\': '\\',
      $: '$',
      '?': '?',
    };
    if (known[char] === undefined) throw this.#error('syntax error');
    return Buffer.from(known[char], 'utf8');
  }

  /** Text between a bracket and its partner; quotes inside may hold brackets of their own. */
  #bracket(open: string): string {
    const from = this.#at + 1;
    const waiting = [CLOSING[open]];
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#quoted();
        this.#at -= 1;
      } else if (CLOSING[char] !== undefined) waiting.push(CLOSING[char]);
      else if (char === waiting.at(-1)) waiting.pop();
      if (waiting.length === 0) return this.#text.slice(from, this.#at++);
    }
    throw this.#error(`expected ${CLOSING[open]}`);
  }

  #atEnd(): boolean {
    return /[\n;]/.test(this.#peek());
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #continues(): boolean {
    return this.#text.startsWith('\\\n', this.#at);
  }

  #skipBlanks(): void {
    for (;;) {
      if (this.#continues()) this.#at += 2;
      else if (/[ \t]/.test(this.#peek())) this.#at += 1;
      else return;
    }
  }

  /** Empty lines, comments, separators. */
  #skipBetween(): void {
    for (;;) {
      this.#skipBlanks();
      if (this.#atEnd()) this.#at += 1;
      else if (this.#peek() === '#') this.skipLine();
      else return;
    }
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }

  #error(what: string): Trap {
    const before = this.#text.slice(0, this.#at).split('\n');
    return new Trap(
      `${what} (line ${before.length} column ${(before.at(-1) ?? '').length + 1})`,
      trapCategory.scripting,
    );
  }
}
