import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { sealAuthenticator } from '#server/platform/transport/radius/authenticator.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { hideUserPassword } from '#server/platform/transport/radius/userPassword.ts';
import { secret } from './runningRadius.ts';

/** By attribute key; a number is 32 bits. */
export type Attributes = Readonly<Record<number, string | number | Uint8Array>>;

const { userName, userPassword, chapPassword, acctStatusType, acctSessionId, acctSessionTime, eventTimestamp } =
  standardAttribute;

export interface AskOptions {
  readonly secret?: string;
  readonly signed?: boolean;
  /** Told apart by this from other requests; a repeated one is a retransmission if the rest is the same. */
  readonly identifier?: number;
}

/** What a router does: asks, and waits for an answer. */
export class RadiusClient implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #ports: { readonly authentication: number; readonly accounting: number };
  #identifier = 0;

  static async open(ports: { readonly authentication: number; readonly accounting: number }): Promise<RadiusClient> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RadiusClient(socket, ports);
  }

  private constructor(socket: Socket, ports: { readonly authentication: number; readonly accounting: number }) {
    this.#socket = socket;
    this.#ports = ports;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await Promise.resolve();
  }

  /** PAP unless `attributes` prove something else. */
  async logIn(
    name: string,
    password: string | undefined,
    attributes: Attributes = {},
    options: AskOptions = {},
  ): Promise<RadiusPacket | undefined> {
    return await this.send(this.accessRequest(name, password, attributes, options), this.#ports.authentication);
  }

  accessRequest(
    name: string,
    password: string | undefined,
    attributes: Attributes = {},
    options: AskOptions = {},
  ): Buffer {
    const lot = randomBytes(16);
    const shared = new RadiusSecret(options.secret ?? secret);
    const writer = new PacketWriter().request(
      radiusCode.accessRequest,
      this.#next(options),
      lot,
      options.signed ?? true,
    );
    writer.text(userName, name);
    if (password !== undefined) writer.octets(userPassword, hideUserPassword(Buffer.from(password), shared, lot)!);
    write(writer, attributes);
    expectSealed(writer.seal(shared));
    return Buffer.from(writer.bytes.subarray(0, writer.length));
  }

  chapRequest(name: string, password: string, attributes: Attributes = {}): Buffer {
    const lot = randomBytes(16);
    const digest = createHash('md5').update(Buffer.of(7)).update(password).update(lot).digest();
    const writer = new PacketWriter().request(radiusCode.accessRequest, this.#next({}), lot);
    writer.text(userName, name).octets(chapPassword, Buffer.concat([Buffer.of(7), digest]));
    write(writer, attributes);
    expectSealed(writer.seal(new RadiusSecret(secret)));
    return Buffer.from(writer.bytes.subarray(0, writer.length));
  }

  async account(attributes: Attributes, options: AskOptions = {}): Promise<RadiusPacket | undefined> {
    return await this.send(this.accountingRequest(attributes, options), this.#ports.accounting);
  }

  accountingRequest(attributes: Attributes, options: AskOptions = {}): Buffer {
    const writer = new PacketWriter().request(radiusCode.accountingRequest, this.#next(options), undefined, false);
    write(writer, attributes);
    const length = writer.length;
    const bytes = Buffer.from(writer.bytes.subarray(0, length));
    bytes.writeUInt16BE(length, 2);
    sealAuthenticator(bytes, length, new RadiusSecret(options.secret ?? secret));
    return bytes;
  }

  async status(port: 'authentication' | 'accounting', signed = true): Promise<RadiusPacket | undefined> {
    const writer = new PacketWriter().request(radiusCode.statusServer, this.#next({}), randomBytes(16), signed);
    expectSealed(writer.seal(new RadiusSecret(secret)));
    return await this.send(Buffer.from(writer.bytes.subarray(0, writer.length)), this.#ports[port]);
  }

  /** Undefined: no answer within half a second, which on a loopback is none. */
  async send(datagram: Buffer, port: number = this.#ports.authentication): Promise<RadiusPacket | undefined> {
    const answer = Promise.withResolvers<RadiusPacket | undefined>();
    const heard = (bytes: Buffer): void => {
      if (bytes[1] !== datagram[1]) return;
      const packet = new RadiusPacket();
      if (packet.read(bytes) === undefined) answer.resolve(packet);
    };
    const impatience = setTimeout(() => answer.resolve(undefined), 500);
    this.#socket.on('message', heard);
    this.#socket.send(datagram, port, '127.0.0.1');
    try {
      return await answer.promise;
    } finally {
      clearTimeout(impatience);
      this.#socket.off('message', heard);
    }
  }

  /** Without waiting for an answer. */
  throw(datagram: Buffer, port: number = this.#ports.authentication): void {
    this.#socket.send(datagram, port, '127.0.0.1');
  }

  #next({ identifier }: AskOptions): number {
    if (identifier !== undefined) return identifier;
    this.#identifier = (this.#identifier + 1) % 256;
    return this.#identifier;
  }
}

/** What a report of a session says at least. */
export function report(status: number, id: string, sessionTime: number, at: number, more: Attributes = {}): Attributes {
  return {
    [acctStatusType]: status,
    [acctSessionId]: id,
    [acctSessionTime]: sessionTime,
    [eventTimestamp]: Math.floor(at / 1_000),
    ...more,
  };
}

function write(writer: PacketWriter, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'number') writer.u32(Number(key), value);
    else if (typeof value === 'string') writer.text(Number(key), value);
    else writer.octets(Number(key), value);
}

function expectSealed(refusal: unknown): void {
  if (refusal) throw new Error('the request of the test is too long');
}
