import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Clock } from '#actors/system/clock.ts';
import { verifyResponseAuthenticator } from '#server/platform/transport/radius/authenticator.ts';
import { verifyResponseMessageAuthenticator } from '#server/platform/transport/radius/messageAuthenticator.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { AUTHENTICATOR_AT } from '#server/platform/transport/radius/radiusLayout.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import type { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { IncomingAnswer, IncomingRequest } from '../control/controlMessage.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import type { NasTable } from '../policy/nasTable.ts';

interface Asked {
  readonly datagram: Buffer;
  readonly secret: RadiusSecret;
  readonly address: string;
  readonly port: number;
  readonly code: number;
  readonly timeoutMs: number;
  triesLeft: number;
  timer: unknown;
  readonly done: (answer: IncomingAnswer) => void;
}

/** One source port with its 256 identifiers; more ports are opened as they are needed (RFC 2865 §3). */
interface Port {
  readonly socket: Socket;
  readonly asked: Map<number, Asked>;
  /** Those who wait for it to be open are counted in. */
  taken: number;
  next: number;
  readonly open: Promise<void>;
}

const IDENTIFIERS = 256;
const { eventTimestamp, errorCause } = standardAttribute;

/** Sends CoA and Disconnect to routers (RFC 5176), and takes their answers. */
export class IncomingClient {
  readonly #nas: NasTable;
  readonly #clock: Clock;
  readonly #source: (family: 4 | 6) => string | undefined;
  readonly #writer = new PacketWriter();
  readonly #packet = new RadiusPacket();
  readonly #ports: Record<4 | 6, Port[]> = { 4: [], 6: [] };

  /** `source`: the address to send from; undefined: as the system chooses. */
  constructor(nas: NasTable, clock: Clock, source: (family: 4 | 6) => string | undefined) {
    this.#nas = nas;
    this.#clock = clock;
    this.#source = source;
  }

  async ask(request: IncomingRequest): Promise<IncomingAnswer> {
    const nas = this.#nas.byId(request.nasId);
    if (!nas) return { outcome: 'unknownNas' };
    const { address } = nas.entry.incoming;
    const from = this.#portFor(isIPv6(address) ? 6 : 4);
    from.taken += 1;
    try {
      await from.open;
      return await this.#exchange(request, nas, from);
    } finally {
      from.taken -= 1;
    }
  }

  async #exchange(request: IncomingRequest, nas: KnownNas, from: Port): Promise<IncomingAnswer> {
    const { address, port } = nas.entry.incoming;
    const identifier = freeIdentifier(from);
    const datagram = this.#write(request, identifier, nas.secret);
    return await new Promise((done) => {
      const { code, timeoutMs, tries } = request;
      const asked: Asked = {
        datagram,
        secret: nas.secret,
        address,
        port,
        code,
        timeoutMs,
        triesLeft: tries,
        timer: undefined,
        done,
      };
      from.asked.set(identifier, asked);
      this.#send(from, identifier, asked);
    });
  }

  close(): void {
    for (const port of [...this.#ports[4], ...this.#ports[6]]) {
      for (const { timer, done } of port.asked.values()) {
        this.#clock.clearTimeout(timer);
        done({ outcome: 'timedOut' });
      }
      port.asked.clear();
      port.socket.close();
    }
  }

  #write(request: IncomingRequest, identifier: number, secret: RadiusSecret): Buffer {
    const writer = this.#writer.request(request.code, identifier, undefined);
    writer.prepared(Buffer.from(request.attributes, 'base64'));
    // Against replay: not changed when it is sent again (RFC 5176 §3.6).
    writer.u32(eventTimestamp, Math.floor(this.#clock.now() / 1_000));
    if (writer.seal(secret)) throw new RangeError('a CoA or Disconnect is too long for one packet');
    return Buffer.from(writer.bytes.subarray(0, writer.length));
  }

  /** Again, unchanged and from the same port, until it is answered or has been asked often enough. */
  #send(from: Port, identifier: number, asked: Asked): void {
    if (asked.triesLeft === 0) return this.#end(from, identifier, asked, { outcome: 'timedOut' });
    asked.triesLeft -= 1;
    from.socket.send(asked.datagram, asked.port, asked.address);
    asked.timer = this.#clock.setTimeout(() => this.#send(from, identifier, asked), asked.timeoutMs);
  }

  #end(from: Port, identifier: number, asked: Asked, answer: IncomingAnswer): void {
    this.#clock.clearTimeout(asked.timer);
    from.asked.delete(identifier);
    asked.done(answer);
  }

  #heard(from: Port, datagram: Buffer, peer: RemoteInfo): void {
    const packet = this.#packet;
    if (packet.read(datagram) !== undefined) return;
    const asked = from.asked.get(packet.identifier);
    if (!asked || peer.port !== asked.port || peer.address !== asked.address) return;
    const { datagram: request, secret, code } = asked;
    if (!verifyResponseAuthenticator(packet, request, AUTHENTICATOR_AT, secret)) return;
    if (verifyResponseMessageAuthenticator(packet, request, AUTHENTICATOR_AT, secret) === 'invalid') return;
    if (packet.code === code + 1) return this.#end(from, packet.identifier, asked, { outcome: 'acked' });
    if (packet.code !== code + 2) return;
    const cause = packet.u32(errorCause);
    this.#end(from, packet.identifier, asked, {
      outcome: 'nacked',
      ...(cause !== undefined && { errorCause: cause }),
    });
  }

  #portFor(family: 4 | 6): Port {
    const free = this.#ports[family].find(({ taken }) => taken < IDENTIFIERS);
    if (free) return free;
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    const opened = Promise.withResolvers<void>();
    const port: Port = { socket, asked: new Map(), taken: 0, next: 0, open: opened.promise };
    socket.on('message', (datagram, peer) => this.#heard(port, datagram, peer));
    // Once it is open, of a router that cannot be reached: it times out.
    socket.on('error', (error) => {
      this.#ports[family] = this.#ports[family].filter((other) => other !== port || port.asked.size > 0);
      opened.reject(error);
    });
    this.#ports[family].push(port);
    socket.bind(0, this.#source(family), opened.resolve);
    return port;
  }
}

/** Identifiers come round as late as possible: a router may remember an earlier request. */
function freeIdentifier(port: Port): number {
  do port.next = (port.next + 1) % IDENTIFIERS;
  while (port.asked.has(port.next));
  return port.next;
}
