import type { LabClock } from '../../labClock.ts';
import { DatagramPort } from './datagramPort.ts';
import { isAuthentic, messageAuthenticity } from './messageAuthenticator.ts';
import type { PacketPath } from './packetPath.ts';

export interface RadiusDestination {
  /** Address of the router that the packets leave from. */
  readonly source: string;
  readonly address: string;
  readonly port: number;
  readonly secret: string;
  readonly timeoutMs: number;
  /** An answer without Message-Authenticator is not believed (CVE-2024-3596). */
  readonly wantsMessageAuthenticator: boolean;
}

export interface RadiusAnswer {
  readonly request: Buffer;
  readonly reply: Buffer;
  readonly rttMs: number;
}

/** What happens on the way, for counters and the log. */
export interface RadiusEvents {
  readonly onSent: (identifier: number, isAgain: boolean) => void;
  readonly onBadReply: (why: string) => void;
}

export interface RadiusQuestion extends RadiusEvents {
  readonly to: RadiusDestination;
  /** The whole packet; sent again it is the same to the last octet. */
  readonly build: (identifier: number) => Buffer;
  /** Sent so often in all. */
  readonly tries: number;
  /** Undefined: no answer that can be believed. */
  readonly done: (answer: RadiusAnswer | undefined) => void;
}

interface Pending {
  readonly question: RadiusQuestion;
  readonly request: Buffer;
  readonly identifier: number;
  readonly sentAt: number;
  tries: number;
  timer: unknown;
}

/** A source port with the 256 identifiers that it has for each server. */
interface Lane {
  readonly port: DatagramPort;
  /** By server and identifier. */
  readonly pending: Map<string, Pending>;
  readonly next: Map<string, number>;
}

const IDENTIFIERS = 256;
const MOST_LANES = 64;

/** The RADIUS client of one router: identifiers, retransmissions, and a further source port when all are in use. */
export class RadiusClient {
  readonly #clock: LabClock;
  readonly #path: PacketPath;
  readonly #lanes = new Map<string, Lane[]>();

  constructor(clock: LabClock, path: PacketPath) {
    this.#clock = clock;
    this.#path = path;
  }

  get pending(): number {
    return [...this.#lanes.values()].flat().reduce((sum, { pending }) => sum + pending.size, 0);
  }

  /** Asks once; `done` is told what came of it, unless the power goes first. */
  ask(question: RadiusQuestion): void {
    const free = this.#freeIdentifier(question.to);
    if (!free) {
      // More is under way than ever should be: as if nobody answered.
      this.#clock.setTimeout(() => question.done(undefined), question.to.timeoutMs);
      return;
    }
    const { lane, identifier } = free;
    const request = question.build(identifier);
    const sentAt = this.#clock.now();
    const pending: Pending = { question, request, identifier, sentAt, tries: 0, timer: undefined };
    lane.pending.set(keyOf(question.to, identifier), pending);
    this.#send(lane, pending);
  }

  /** Whatever is under way is forgotten, and nobody is told. */
  stop(): void {
    for (const { port, pending } of [...this.#lanes.values()].flat()) {
      for (const { timer } of pending.values()) this.#clock.clearTimeout(timer);
      pending.clear();
      port.close();
    }
    this.#lanes.clear();
  }

  #send(lane: Lane, pending: Pending): void {
    const { question, request } = pending;
    const { to } = question;
    question.onSent(pending.identifier, pending.tries > 0);
    pending.tries += 1;
    this.#path.carry(() => lane.port.send(request, to.port, to.address));
    pending.timer = this.#clock.setTimeout(() => {
      if (pending.tries < question.tries) this.#send(lane, pending);
      else this.#end(lane, pending, undefined);
    }, to.timeoutMs);
  }

  #end(lane: Lane, pending: Pending, reply: Buffer | undefined): void {
    const { question, request, sentAt } = pending;
    this.#clock.clearTimeout(pending.timer);
    lane.pending.delete(keyOf(question.to, pending.identifier));
    question.done(reply && { request, reply, rttMs: Math.max(0, this.#clock.now() - sentAt) });
  }

  #take(lane: Lane, packet: Buffer, from: { readonly address: string; readonly port: number }): void {
    if (packet.length < 20 || packet.readUInt16BE(2) > packet.length || packet.readUInt16BE(2) < 20) return;
    const pending = lane.pending.get(keyOf(from, packet[1]!));
    if (!pending) return;
    const reply = packet.subarray(0, packet.readUInt16BE(2));
    const why = whyNot(pending, reply);
    if (why === undefined) this.#end(lane, pending, reply);
    else pending.question.onBadReply(why);
  }

  #freeIdentifier(to: RadiusDestination): { readonly lane: Lane; readonly identifier: number } | undefined {
    let lanes = this.#lanes.get(to.source);
    if (!lanes) this.#lanes.set(to.source, (lanes = []));
    const server = `${to.address} ${to.port}`;
    for (let index = 0; index < MOST_LANES; index += 1) {
      const lane = lanes[index] ?? this.#open(to.source, lanes);
      // In turn, so that a late answer to an old request meets no new one of the same number.
      const first = lane.next.get(server) ?? 0;
      for (let step = 0; step < IDENTIFIERS; step += 1) {
        const identifier = (first + step) % IDENTIFIERS;
        if (lane.pending.has(keyOf(to, identifier))) continue;
        lane.next.set(server, (identifier + 1) % IDENTIFIERS);
        return { lane, identifier };
      }
    }
    return undefined;
  }

  #open(source: string, lanes: Lane[]): Lane {
    const lane: Lane = {
      port: new DatagramPort(source, 0, {
        onPacket: (packet, from) => this.#path.carry(() => this.#take(lane, packet, from)),
        onError: () => {
          lanes.splice(lanes.indexOf(lane), 1);
        },
      }),
      pending: new Map(),
      next: new Map(),
    };
    lanes.push(lane);
    return lane;
  }
}

const keyOf = ({ address, port }: { readonly address: string; readonly port: number }, identifier: number): string =>
  `${address} ${port} ${identifier}`;

function whyNot({ question, request }: Pending, reply: Buffer): string | undefined {
  const { secret, wantsMessageAuthenticator } = question.to;
  const authenticator = request.subarray(4, 20);
  if (!isAuthentic(reply, authenticator, secret)) return 'bad signature';
  const message = messageAuthenticity(reply, authenticator, secret);
  if (message === 'bad') return 'bad message auth';
  return message === 'absent' && wantsMessageAuthenticator ? 'no message auth' : undefined;
}
