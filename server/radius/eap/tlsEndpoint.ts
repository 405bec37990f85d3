import { Duplex } from 'node:stream';
import { TLSSocket, type SecureContext } from 'node:tls';

/** Turns of the event loop without any movement after which OpenSSL has said all that it had to say. */
const quietTurns = 4;

/**
 * The server's end of a TLS session whose records travel in EAP: no socket, only octets in and octets out. Node moves data
 * between a stream and OpenSSL over a few turns of the event loop, never through another thread, so an exchange is over when
 * nothing has moved for some turns.
 */
export class TlsEndpoint {
  readonly #wire: Duplex;
  readonly #tls: TLSSocket;
  #outgoing: Buffer[] = [];
  #plain: Buffer[] = [];
  #movements = 0;
  #isSecure = false;
  #failure: Error | undefined;

  constructor(secureContext: SecureContext) {
    this.#wire = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#movements += 1;
        this.#outgoing.push(chunk);
        done();
      },
    });
    this.#tls = new TLSSocket(this.#wire, { isServer: true, secureContext });
    const fail = (error: Error): void => {
      this.#movements += 1;
      this.#failure ??= error;
    };
    this.#tls.on('secure', () => {
      this.#movements += 1;
      this.#isSecure = true;
    });
    this.#tls.on('data', (chunk: Buffer) => {
      this.#movements += 1;
      this.#plain.push(chunk);
    });
    this.#tls.on('error', fail);
    this.#tls.on('_tlsError', fail);
    this.#tls.on('close', () => fail(new Error('the peer closed the TLS session')));
    this.#wire.on('error', fail);
  }

  get isSecure(): boolean {
    return this.#isSecure;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /** `TLSv1.2` or `TLSv1.3`, once secure. */
  get protocol(): string | null {
    return this.#tls.getProtocol();
  }

  /** Gives the peer's records to TLS and waits until what follows from them is there to be taken. */
  async feed(records: Uint8Array): Promise<void> {
    if (records.length > 0) this.#wire.push(records);
    await this.#untilQuiet();
  }

  /** Encrypts; the records are part of what `takeOutgoing` gives. */
  async say(plain: Uint8Array): Promise<void> {
    this.#tls.write(plain);
    await this.#untilQuiet();
  }

  get hasOutgoing(): boolean {
    return this.#outgoing.length > 0;
  }

  takeOutgoing(): Uint8Array {
    return Buffer.concat(this.#outgoing.splice(0));
  }

  takePlain(): Uint8Array {
    return Buffer.concat(this.#plain.splice(0));
  }

  /** RFC 5705; only once secure. */
  export(octets: number, label: string, context?: Buffer): Uint8Array {
    // The types demand a context, but up to TLS 1.2 none and an empty one give different keys (RFC 5705 §4).
    return this.#tls.exportKeyingMaterial(octets, label, context as Buffer);
  }

  /** An exchange that is under way ends as a failure. */
  close(): void {
    this.#failure ??= new Error('closed by the server');
    this.#tls.destroy();
    this.#wire.destroy();
  }

  async #untilQuiet(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; quiet++) {
      const before = this.#movements;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#movements !== before) quiet = -1;
    }
  }
}
