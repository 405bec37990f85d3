import type { Clock } from '#actors/system/clock.ts';
import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import type { Accounting } from './accounting.ts';
import type { Authentication, Verdict } from './authentication.ts';
import type { Counters } from './counters.ts';
import type { Latency } from './latency.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { DropReason } from './rejectReason.ts';
import { ReplyCache } from './replyCache.ts';
import { requestFault } from './requestGate.ts';
import { sendTo, type Peer } from './udpReply.ts';
import { WaitingAnswers } from './waitingAnswers.ts';

/** Rejects a router may cause: so many at once, so many a second after that. Its other requests are not concerned. */
const REJECT_BURST = 2_000;
const REJECTS_PER_SECOND = 500;

export type PortKind = 'authentication' | 'accounting';

export interface RadiusServerOptions {
  readonly memory: RadiusMemory;
  readonly authentication: Authentication;
  readonly accounting: Accounting;
  readonly counters: Counters;
  readonly latency: Latency;
  readonly clock: Clock;
  /** Milliseconds that only go forward. */
  readonly monotonic: () => number;
  /** After each request. */
  readonly afterwards: () => void;
  /** Something that must not happen; the request is not answered. */
  readonly onDefect: (error: unknown) => void;
}

/** One request after the other: whose, whether it is genuine and new, what is answered (radius.md §1.16). */
export class RadiusServer {
  readonly #options: RadiusServerOptions;
  readonly #packet = new RadiusPacket();
  readonly #statusWriter = new PacketWriter();
  readonly #cache = new ReplyCache();
  readonly #waiting = new WaitingAnswers();

  constructor(options: RadiusServerOptions) {
    this.#options = options;
  }

  /** Answers that wait for the disk. */
  get waiting(): number {
    return this.#waiting.size;
  }

  receive(kind: PortKind, datagram: Buffer, peer: Peer): void {
    try {
      this.#receive(kind, datagram, peer);
    } catch (error) {
      this.#options.onDefect(error);
    }
    this.#options.afterwards();
  }

  /** Everything up to this sequence number of the journal is on the disk. */
  durable(sequence: number): void {
    const { counters, latency, monotonic } = this.#options;
    const now = monotonic();
    this.#waiting.release(sequence, ({ peer, slot, since }) => {
      const answer = this.#cache.release(slot);
      if (!answer) return;
      sendTo(peer, answer.bytes, answer.from, answer.length);
      counters.answers.accounting += 1;
      latency.add(now - since);
    });
  }

  #receive(kind: PortKind, datagram: Buffer, peer: Peer): void {
    const { memory, counters, clock, monotonic } = this.#options;
    const packet = this.#packet;
    const at = clock.now();
    if (!memory.nas.isSource(peer.address)) return counters.stranger(peer.address, at);
    if (packet.read(datagram) !== undefined) return this.#drop('malformed');
    const nas = memory.nas.of(peer.address, packet);
    if (!nas) return this.#drop('unknownIdentifier');
    if (!memory.ready) return this.#drop('notReady', nas);
    if (packet.code === radiusCode.statusServer) return this.#answerStatus(kind, nas, peer);
    const expected = kind === 'authentication' ? radiusCode.accessRequest : radiusCode.accountingRequest;
    if (packet.code !== expected) return this.#drop('wrongCode', nas);
    counters.requests[kind] += 1;
    const fault = requestFault(packet, nas);
    if (fault) return this.#drop(fault, nas);
    nas.lastAt = at;
    nas.requests += 1;
    const from = peerNumber(peer);
    const known = this.#cache.find(datagram, from, at);
    if (known >= 0) return this.#again(known, peer, nas);
    const slot = this.#cache.begin(datagram, from, at);
    if (kind === 'accounting') this.#account(nas, peer, slot, at, monotonic());
    else this.#authenticate(nas, peer, slot, at, monotonic());
  }

  /** RFC 5080 §2.2.2: the octets it got, or nothing while they are in the making. */
  #again(slot: number, peer: Peer, nas: KnownNas): void {
    const { counters } = this.#options;
    counters.duplicates += 1;
    const answer = this.#cache.answer(slot);
    if (answer) sendTo(peer, answer.bytes, answer.from, answer.length);
    else this.#drop('inProgress', nas);
  }

  #account(nas: KnownNas, peer: Peer, slot: number, at: number, since: number): void {
    const { accounting } = this.#options;
    const recorded = accounting.record(this.#packet, nas, peer.address, at);
    if (typeof recorded === 'string') {
      this.#cache.abandon(slot);
      return this.#drop(recorded, nas);
    }
    this.#cache.hold(slot, accounting.writer.bytes, accounting.writer.length);
    this.#waiting.add({ peer, slot, since, sequence: recorded.sequence });
  }

  #authenticate(nas: KnownNas, peer: Peer, slot: number, at: number, since: number): void {
    const verdict = this.#options.authentication.answer(this.#packet, nas, at);
    if (!(verdict instanceof Promise)) return this.#reply(verdict, nas, peer, slot, since);
    verdict.then(
      (write) => {
        this.#reply(write(), nas, peer, slot, since);
        this.#options.afterwards();
      },
      (error: unknown) => {
        this.#cache.abandon(slot);
        this.#options.onDefect(error);
      },
    );
  }

  #reply(verdict: Verdict, nas: KnownNas, peer: Peer, slot: number, since: number): void {
    const { authentication, counters, latency, monotonic } = this.#options;
    const reason = verdict.kind === 'drop' ? verdict.reason : this.#flood(verdict, nas);
    if (reason) {
      this.#cache.abandon(slot);
      return this.#drop(reason, nas);
    }
    const { bytes, length } = authentication.writer;
    const answer = this.#cache.finish(slot, bytes, length);
    sendTo(peer, answer.bytes, answer.from, answer.length);
    latency.add(monotonic() - since);
    if (verdict.kind === 'accept') nas.accepts += 1;
    if (verdict.kind !== 'drop') counters.answers[verdict.kind] += 1;
    if (verdict.kind === 'reject') {
      nas.rejects += 1;
      counters.rejects[verdict.reason] += 1;
    }
  }

  /** A router full of equipment that redials for ever must not drown the others. */
  #flood(verdict: Verdict, nas: KnownNas): DropReason | undefined {
    if (verdict.kind !== 'reject') return undefined;
    const now = this.#options.monotonic();
    const refilled = nas.rejectsAt === 0 ? REJECT_BURST : ((now - nas.rejectsAt) / 1_000) * REJECTS_PER_SECOND;
    nas.rejectsLeft = Math.min(REJECT_BURST, nas.rejectsLeft + refilled);
    nas.rejectsAt = now;
    if (nas.rejectsLeft < 1) return 'rejectFlood';
    nas.rejectsLeft -= 1;
    return undefined;
  }

  /** RFC 5997: signed, and answered as either port answers; never from the cache, since each has its own number. */
  #answerStatus(kind: PortKind, nas: KnownNas, peer: Peer): void {
    const { counters } = this.#options;
    const fault = requestFault(this.#packet, nas);
    if (fault) return this.#drop(fault, nas);
    counters.requests.status += 1;
    const code = kind === 'authentication' ? radiusCode.accessAccept : radiusCode.accountingResponse;
    const writer = this.#statusWriter.reply(code, this.#packet);
    if (writer.seal(nas.secret)) return this.#drop('replyTooLong', nas);
    sendTo(peer, Buffer.from(writer.bytes.subarray(0, writer.length)), 0, writer.length);
  }

  #drop(reason: DropReason, nas?: KnownNas): void {
    this.#options.counters.drops[reason] += 1;
    if (nas) nas.drops += 1;
  }
}

function peerNumber(peer: Peer): number {
  let hash = peer.port;
  for (let index = 0; index < peer.address.length; index += 1)
    hash = Math.imul(hash ^ peer.address.charCodeAt(index), 0x01000193);
  return hash;
}
