import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';

/** The client's end of a TLS session that travels in EAP fragments. */
export class TlsPeer {
  readonly tls: TLSSocket;
  readonly #wire: Duplex;
  readonly #fragmentOctets: number;
  #records: Buffer = Buffer.alloc(0);
  #incoming: Buffer[] = [];
  #toSend: Buffer = Buffer.alloc(0);
  #plain: Buffer[] = [];
  isSecure = false;

  constructor(options: { readonly maxVersion: 'TLSv1.2' | 'TLSv1.3'; readonly fragmentOctets: number }) {
    this.#fragmentOctets = options.fragmentOctets;
    this.#wire = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#records = Buffer.concat([this.#records, chunk]);
        done();
      },
    });
    this.tls = connect({ socket: this.#wire, rejectUnauthorized: false, maxVersion: options.maxVersion });
    this.tls.on('secureConnect', () => (this.isSecure = true));
    this.tls.on('data', (chunk: Buffer) => this.#plain.push(chunk));
    this.tls.on('error', () => {});
  }

  /** Answers one request's data; `talk` gets what came inside and says what to say inside, once there is a tunnel. */
  async answer(data: Buffer, talk: (plain: Buffer, tls: TLSSocket) => Buffer | undefined): Promise<Buffer> {
    const flags = data[0]!;
    if (this.#toSend.length > 0) return this.#fragment();
    this.#incoming.push(data.subarray(flags & 0x80 ? 5 : 1));
    if (flags & 0x40) return Buffer.of(0);
    const whole = Buffer.concat(this.#incoming.splice(0));
    if (whole.length > 0) this.#wire.push(whole);
    for (let turns = 0; turns < 12; turns++) await turn();
    if (this.isSecure) await this.#talk(talk);
    this.#toSend = this.#records;
    this.#records = Buffer.alloc(0);
    return this.#fragment(true);
  }

  close(): void {
    this.tls.destroy();
    this.#wire.destroy();
  }

  async #talk(talk: (plain: Buffer, tls: TLSSocket) => Buffer | undefined): Promise<void> {
    const said = talk(Buffer.concat(this.#plain.splice(0)), this.tls);
    if (!said) return;
    this.tls.write(said);
    for (let turns = 0; turns < 12; turns++) await turn();
  }

  #fragment(isFirst = false): Buffer {
    const total = this.#toSend.length;
    const part = this.#toSend.subarray(0, this.#fragmentOctets);
    this.#toSend = this.#toSend.subarray(part.length);
    const head = Buffer.alloc(isFirst && this.#toSend.length > 0 ? 5 : 1);
    if (head.length === 5) head.writeUInt32BE(total, 1);
    head[0] = (head.length === 5 ? 0x80 : 0) | (this.#toSend.length > 0 ? 0x40 : 0);
    return Buffer.concat([head, part]);
  }
}
