import { PacketWriter } from '#server/platform/transport/radius/packetWriter.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import { addressOctets, encodeAccounting, uuidOctets, type AccountingHeader } from '../journal/accountingCodec.ts';
import { ACCOUNTING_HEADER_BYTES } from '../journal/entry.ts';
import type { JournalWriter } from '../journal/journalWriter.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { UUID_BYTES } from '../memory/uuidOctets.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import { field as policyField } from '../policy/policyRecord.ts';
import { field } from '../session/sessionRecord.ts';
import { acctStatus, acctTimes } from './acctPacket.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { DropReason } from './rejectReason.ts';
import type { SessionKeeper } from './sessionKeeper.ts';

const { acctStatusType, proxyState } = standardAttribute;

export interface AccountingEvents {
  /** A session is let in by an older version than there is. */
  outdated(session: RecordRef): void;
}

/** Written to the journal under this number; the answer waits in `writer` until that is on the disk. */
export interface Recorded {
  sequence: number;
}

interface NasOctets {
  readonly tenant: Uint8Array;
  readonly nas: Uint8Array;
}

const subscription = Buffer.alloc(UUID_BYTES);

/** Takes Accounting-Requests: follows their session, writes them to the journal, and makes their answer. */
export class Accounting {
  readonly writer = new PacketWriter();
  readonly #memory: RadiusMemory;
  readonly #keeper: SessionKeeper;
  readonly #journal: JournalWriter;
  readonly #events: AccountingEvents;
  readonly #recorded: Recorded = { sequence: 0 };
  readonly #ids = new WeakMap<KnownNas, NasOctets>();
  readonly #sources = new Map<string, Uint8Array>();
  readonly #header: AccountingHeader = {
    flags: 0,
    receivedAt: 0,
    sessionStartedAt: 0,
    tenant: subscription,
    nas: subscription,
    subscription: undefined,
    source: subscription,
    version: 0,
  };

  constructor(memory: RadiusMemory, keeper: SessionKeeper, journal: JournalWriter, events: AccountingEvents) {
    this.#memory = memory;
    this.#keeper = keeper;
    this.#journal = journal;
    this.#events = events;
  }

  record(packet: RadiusPacket, nas: KnownNas, source: string, at: number): Recorded | DropReason {
    // Room first: what cannot be written must leave no trace in memory either.
    const room = this.#journal.begin(ACCOUNTING_HEADER_BYTES + packet.length);
    if (room < 0) return 'journalFull';
    const header = this.#header;
    const status = packet.u32(acctStatusType) ?? 0;
    const isOfSession = status === acctStatus.start || status === acctStatus.stop || status === acctStatus.interim;
    const followed = isOfSession ? this.#keeper.follow(packet, nas, status, at) : undefined;
    if (isOfSession && !followed) return 'incomplete';
    header.flags = followed?.flags ?? 0;
    header.version = followed?.version ?? 0;
    header.receivedAt = at;
    this.#setIdentity(nas, source, followed?.session ?? 0, at);
    const bytes = encodeAccounting(this.#journal.buffer, room, header, packet.bytes, packet.length);
    this.#recorded.sequence = this.#journal.commit(bytes);
    if (status === acctStatus.on || status === acctStatus.off) this.#keeper.endAllOf(nas, acctTimes(packet, at).event);
    if (followed && status === acctStatus.start) this.#compareVersion(followed.session, followed.version);
    return this.#answer(packet, nas);
  }

  #answer(packet: RadiusPacket, nas: KnownNas): Recorded | DropReason {
    this.writer.reply(radiusCode.accountingResponse, packet).copies(packet, proxyState);
    return this.writer.seal(nas.secret) ? 'replyTooLong' : this.#recorded;
  }

  #setIdentity(nas: KnownNas, source: string, session: RecordRef, at: number): void {
    const header = this.#header;
    const ids = this.#idsOf(nas);
    header.tenant = ids.tenant;
    header.nas = ids.nas;
    header.source = this.#sourceOctets(source);
    header.subscription = undefined;
    header.sessionStartedAt = at;
    if (session === 0) return;
    const { sessions } = this.#memory;
    const chunk = sessions.chunk(session);
    const from = sessions.offset(session) + field.subscription;
    chunk.copy(subscription, 0, from, from + UUID_BYTES);
    header.subscription = subscription;
    header.sessionStartedAt = sessions.time(session, field.startedAt);
  }

  /** Its Accept was made from an older version than there is now. */
  #compareVersion(session: RecordRef, version: number): void {
    const { sessions, policies } = this.#memory;
    const policy = sessions.u32(session, field.policy);
    if (policy === 0 || version === 0) return;
    const newest = policies.chunk(policy).readUInt32LE(policies.offset(policy) + policyField.version);
    if (newest > version) this.#events.outdated(session);
  }

  #idsOf(nas: KnownNas): NasOctets {
    const known = this.#ids.get(nas);
    if (known) return known;
    const ids = { tenant: uuidOctets(nas.entry.tenantId), nas: uuidOctets(nas.entry.nasId) };
    this.#ids.set(nas, ids);
    return ids;
  }

  #sourceOctets(source: string): Uint8Array {
    const known = this.#sources.get(source);
    if (known) return known;
    // Only of registered routers: there are as many as they have addresses, and what is left of former ones.
    if (this.#sources.size > 10_000) this.#sources.clear();
    const octets = addressOctets(source);
    this.#sources.set(source, octets);
    return octets;
  }
}
