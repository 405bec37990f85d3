import type { Appointment, DueTimes } from '../../../dueTimes.ts';
import { DatagramPort } from '../../radius/datagramPort.ts';
import {
  NO_AUTHENTICATOR,
  digestOf,
  isAuthentic,
  messageAuthenticity,
  signMessage,
} from '../../radius/messageAuthenticator.ts';
import type { PacketPath } from '../../radius/packetPath.ts';
import { decodePacket, encodePacket, type RadiusAttribute, type RadiusPacket } from '../../radius/radiusCodec.ts';
import type { RouterWorld } from '../routerWorld.ts';
import { changeOf, changeRefusal, disconnectRefusal, sessionMeant, type ErrorCause } from './incomingDecision.ts';
import type { NasSession } from './nasSession.ts';
import { listed, setLists, setQueue } from './pppTables.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

interface Peer {
  readonly address: string;
  readonly port: number;
}

export interface IncomingCounts {
  requests: number;
  badRequests: number;
  acks: number;
  naks: number;
}

const DISCONNECT = 40;
const CHANGE = 43;
const PORT_AGAIN_MS = 2000;
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 4096;

/** Requests that servers send by themselves (RFC 5176): taken from servers of /radius only, where /radius incoming says. */
export class Incoming {
  readonly counts: IncomingCounts = { requests: 0, badRequests: 0, acks: 0, naks: 0 };
  readonly #world: RouterWorld;
  readonly #keeper: SessionKeeper;
  readonly #path: PacketPath;
  readonly #due: DueTimes;
  /** Answers by request: who asks again hears the same. */
  readonly #answered = new Map<string, { readonly reply: Buffer; readonly at: number }>();
  #port: DatagramPort | undefined;
  #listensOn: number | undefined;
  #again: Appointment | undefined;
  #isOn = false;

  constructor(world: RouterWorld, keeper: SessionKeeper, path: PacketPath, due: DueTimes) {
    this.#world = world;
    this.#keeper = keeper;
    this.#path = path;
    this.#due = due;
    world.table('/radius/incoming').listen(() => this.#follow());
  }

  /** Undefined while it listens nowhere. */
  get port(): number | undefined {
    return this.#listensOn;
  }

  powerOn(): void {
    this.#isOn = true;
    this.#follow();
  }

  powerOff(): void {
    this.#isOn = false;
    this.#close();
    this.#answered.clear();
  }

  #close(): void {
    this.#port?.close();
    this.#port = undefined;
    this.#listensOn = undefined;
    if (this.#again) this.#again.run = undefined;
  }

  #follow(): void {
    const { accept, port = '3799' } = this.#world.table('/radius/incoming').single.values;
    if (this.#isOn && accept === 'yes' && this.#listensOn === Number(port)) return;
    this.#close();
    if (!this.#isOn || accept !== 'yes') return;
    const opened = new DatagramPort(
      this.#world.site.address,
      Number(port),
      {
        onPacket: (packet, from) => this.#path.carry(() => this.#take(packet, from)),
        onError: () => {
          if (this.#port !== opened) return;
          this.#close();
          this.#again = this.#due.at(this.#world.clock.now() + PORT_AGAIN_MS, () => this.#follow());
        },
      },
      (bound) => this.#bound(opened, bound),
    );
    this.#port = opened;
  }

  /** Where the system chose the port, the setting says which. */
  #bound(opened: DatagramPort, port: number): void {
    if (this.#port !== opened) return;
    this.#listensOn = port;
    const { single } = this.#world.table('/radius/incoming');
    if (single.values['port'] === '0') single.values = { ...single.values, port: String(port) };
  }

  #take(packet: Buffer, from: Peer): void {
    const request = decodePacket(packet);
    const bytes = packet.subarray(0, request ? packet.readUInt16BE(2) : 0);
    if (!request || (bytes[0] !== DISCONNECT && bytes[0] !== CHANGE)) return;
    this.counts.requests += 1;
    const secret = this.#secretOf(from.address);
    const trouble = secret === undefined ? 'unknown server' : troubleOf(bytes, secret);
    if (secret === undefined || trouble !== undefined) {
      this.counts.badRequests += 1;
      const where = `${from.address}:${from.port}`;
      this.#world.log.write('radius,debug', `received remote request from ${where} with ${trouble}, dropping`);
      return;
    }
    const key = `${from.address} ${from.port} ${bytes.subarray(0, 20).toString('latin1')}`;
    const reply = this.#answered.get(key)?.reply ?? this.#answer(request, bytes, secret);
    this.#remember(key, reply);
    this.#path.carry(() => this.#port?.send(reply, from.port, from.address));
  }

  #secretOf(address: string): string | undefined {
    const server = this.#world
      .table('/radius')
      .all()
      .find(({ values }) => values['disabled'] !== 'yes' && values['address'] === address);
    return server?.values['secret'];
  }

  #answer(request: RadiusPacket, bytes: Buffer, secret: string): Buffer {
    const refusal = bytes[0] === DISCONNECT ? this.#disconnect(request) : this.#change(request);
    if (refusal) this.counts.naks += 1;
    else this.counts.acks += 1;
    const kind = bytes[0] === DISCONNECT ? 'Disconnect' : 'CoA';
    const authenticator = bytes.subarray(4, 20);
    const isSigned = messageAuthenticity(bytes, NO_AUTHENTICATOR, secret) === 'good';
    const attributes: RadiusAttribute[] = [];
    if (isSigned) attributes.push(['Message-Authenticator', NO_AUTHENTICATOR]);
    if (refusal) attributes.push(['Error-Cause', refusal]);
    for (const state of proxyStates(request)) attributes.push(['Proxy-State', state]);
    const code = `${kind}-${refusal ? 'NAK' : 'ACK'}`;
    const reply = encodePacket({ code, identifier: request.identifier, secret, authenticator, attributes });
    signMessage(reply, authenticator, secret);
    digestOf(reply, authenticator, secret).copy(reply, 4);
    return reply;
  }

  #disconnect(request: RadiusPacket): ErrorCause | undefined {
    const refusal = disconnectRefusal(request);
    if (refusal) return refusal;
    const session = sessionMeant(this.#world, request, this.#keeper);
    if (typeof session === 'string') return session;
    // A lease is nothing that the manual lets servers end.
    if (session.login.service === 'dhcp') return 'Session-Context-Not-Removable';
    // The answer comes first, then the end of the session.
    this.#due.at(this.#world.clock.now(), () => this.#keeper.end(session, 'Admin-Reset'));
    return undefined;
  }

  #change(request: RadiusPacket): ErrorCause | undefined {
    const session = sessionMeant(this.#world, request, this.#keeper);
    if (typeof session === 'string') return session;
    const refusal = changeRefusal(this.#world, request, session);
    if (!refusal) this.#apply(session, request);
    return refusal;
  }

  #apply(session: NasSession, request: RadiusPacket): void {
    const change = changeOf(this.#world, request, session);
    Object.assign(session, change);
    const { items, rate, addressLists, address, grant } = session;
    if ('rate' in change) {
      // What was moved until now was moved at the old rate.
      this.#keeper.usage(session);
      const counted = { 'rate-limit': rate?.text ?? '' };
      this.#world.table('/interface').set(items.counted, counted);
      setQueue(this.#world, items, rate);
    }
    if (change.addressLists) setLists(this.#world, items, addressLists, listed(address, grant));
    this.#keeper.limitsChanged(session);
  }

  #remember(key: string, reply: Buffer): void {
    const now = this.#world.clock.now();
    for (const [old, { at }] of this.#answered) {
      if (now - at < REMEMBERED_MS && this.#answered.size < MOST_REMEMBERED) break;
      this.#answered.delete(old);
    }
    if (!this.#answered.has(key)) this.#answered.set(key, { reply, at: now });
  }
}

function troubleOf(bytes: Buffer, secret: string): string | undefined {
  const isBadMessage = messageAuthenticity(bytes, NO_AUTHENTICATOR, secret) === 'bad';
  if (!isAuthentic(bytes, NO_AUTHENTICATOR, secret))
    return `bad signature (check your secret!)${isBadMessage ? ',bad message auth' : ''}`;
  return isBadMessage ? 'bad message auth' : undefined;
}

function proxyStates({ attributes }: RadiusPacket): readonly Buffer[] {
  const state = attributes['Proxy-State'];
  return (Array.isArray(state) ? (state as unknown[]) : [state]).filter((one) => Buffer.isBuffer(one));
}
