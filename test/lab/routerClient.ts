import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { eventually } from '../support/eventually.ts';

export interface RouterAddress {
  readonly host: string;
  readonly port: number;
}

export type Sentence = readonly string[];

/** A plain client of the API, written for the tests alone: it trusts nothing of the lab's own encoding. */
export class RouterClient {
  readonly socket: Socket;
  readonly sentences: Sentence[] = [];
  isClosed = false;
  #bytes = Buffer.alloc(0);
  #words: string[] = [];
  #read = 0;
  #tag = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => (this.isClosed = true));
  }

  static async open({ host, port }: RouterAddress): Promise<RouterClient> {
    const socket = connect({ host, port });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RouterClient(socket);
  }

  static async openTls({ host, port }: RouterAddress, ciphers?: string): Promise<RouterClient> {
    const socket = connectTls({
      host,
      port,
      rejectUnauthorized: false,
      ...(ciphers !== undefined && { ciphers, maxVersion: 'TLSv1.2' as const }),
    });
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    return new RouterClient(socket);
  }

  /** SHA-256 of the router's certificate in hex. */
  get fingerprint(): string {
    if (!(this.socket instanceof TLSSocket)) throw new Error('not over TLS');
    return this.socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  send(...words: readonly string[]): void {
    const parts = words.map((word) => {
      const bytes = Buffer.from(word);
      return Buffer.concat([prefixOf(bytes.length), bytes]);
    });
    this.socket.write(Buffer.concat([...parts, Buffer.of(0)]));
  }

  /** The next sentence that came. */
  async next(): Promise<Sentence> {
    const index = this.#read++;
    await eventually(() => this.sentences.length > index || this.isClosed, 'a sentence', 8_000);
    const sentence = this.sentences[index];
    if (!sentence) throw new Error('the router closed the connection');
    return sentence;
  }

  /** Everything that belongs to one command, until it is done. */
  async ask(...words: readonly string[]): Promise<readonly Sentence[]> {
    const tag = `.tag=t${(this.#tag += 1)}`;
    const from = this.sentences.length;
    this.send(...words, tag);
    const own = (): readonly Sentence[] => this.sentences.slice(from).filter((sentence) => sentence.includes(tag));
    await eventually(() => own().some(([reply]) => reply === '!done') || this.isClosed, `${words[0]} is done`, 8_000);
    this.#read = this.sentences.length;
    return own().map((sentence) => sentence.filter((word) => word !== tag));
  }

  async rows(...words: readonly string[]): Promise<readonly Readonly<Record<string, string>>[]> {
    const replies = await this.ask(...words);
    const trap = replies.find(([reply]) => reply === '!trap');
    if (trap) throw new Error(trap.join(' '));
    return replies.filter(([reply]) => reply === '!re').map(rowOf);
  }

  async logIn(name: string, password: string): Promise<readonly Sentence[]> {
    const first = await this.ask('/login', `=name=${name}`, `=password=${password}`);
    const challenge = first
      .flat()
      .find((word) => word.startsWith('=ret='))
      ?.slice(5);
    if (challenge === undefined) return first;
    const hash = createHash('md5').update(
      Buffer.concat([Buffer.of(0), Buffer.from(password), Buffer.from(challenge, 'hex')]),
    );
    return await this.ask('/login', `=name=${name}`, `=response=00${hash.digest('hex')}`);
  }

  #take(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const first = this.#bytes[0];
      if (first === undefined) return;
      const more = first < 0x80 ? 0 : first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      if (this.#bytes.length <= more) return;
      let length = more === 4 ? 0 : first & (0xff >> (more + 1));
      if (more === 0) length = first;
      for (let at = 1; at <= more; at += 1) length = length * 256 + this.#bytes[at]!;
      if (this.#bytes.length < 1 + more + length) return;
      const word = this.#bytes.toString('utf8', 1 + more, 1 + more + length);
      this.#bytes = this.#bytes.subarray(1 + more + length);
      if (length > 0) this.#words.push(word);
      else this.sentences.push(this.#words.splice(0));
    }
  }
}

export function rowOf(sentence: Sentence): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sentence
      .filter((word) => word.startsWith('='))
      .map((word) => {
        const [, name = '', value = ''] = /^=([^=]+)=([\s\S]*)$/.exec(word) ?? [];
        return [name, value];
      }),
  );
}

function prefixOf(length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(length, 1);
  if (length < 0x80) return bytes.subarray(4);
  if (length < 0x4000) return marked(bytes.subarray(3), 0x80);
  if (length < 0x20_0000) return marked(bytes.subarray(2), 0xc0);
  if (length < 0x1000_0000) return marked(bytes.subarray(1), 0xe0);
  return marked(bytes, 0xf0);
}

function marked(bytes: Buffer, mark: number): Buffer {
  bytes[0]! |= mark;
  return bytes;
}
