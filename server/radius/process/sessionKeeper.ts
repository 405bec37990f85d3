import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { NamedSession } from '../control/controlMessage.ts';
import { accountingFlag, type ClosedEntry, type UnknownSinceEntry } from '../journal/entry.ts';
import { MAC_BYTES, readMac } from '../memory/macOctets.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import { field as policyField } from '../policy/policyRecord.ts';
import { prefixHalf } from '../policy/prefixValue.ts';
import { usernameKey } from '../policy/usernameKey.ts';
import { field, flag, state } from '../session/sessionRecord.ts';
import { acctStatus, acctTimes, type AcctTimes } from './acctPacket.ts';
import { callingMac } from './callingMac.ts';
import { readClass, type ClassFields } from './classValue.ts';
import { releaseAddresses } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';

const { acctSessionId, class: classKey, framedIpAddress, userName } = standardAttribute;
const { delegatedIpv6Prefix, framedIpv6Prefix } = standardAttribute;

/** Two reports of one session differ by less in when it began. */
const SAME_BEGINNING_MS = 120_000;
/** Framed-IP-Address of these means that somebody else chooses (RFC 2865 §5.8). */
const USER_CHOOSES = 0xffff_ffff;
const NAS_CHOOSES = 0xffff_fffe;

/** What a request did. The result is used again for the next. */
export interface Followed {
  session: RecordRef;
  /** accountingFlag */
  flags: number;
  /** Of the policy it was let in with, as Class says; 0: unknown. */
  version: number;
}

export interface SessionEvents {
  closed(entry: ClosedEntry): void;
  unknownSince(entry: UnknownSinceEntry): void;
  /** There should be no such session any more, but its router may have it still: it has to end it. */
  displaced(session: RecordRef): void;
}

const mac = Buffer.alloc(MAC_BYTES);
const key = { bytes: Buffer.alloc(512), length: 0 };

/** Follows the sessions there are through what routers report, in whatever order it comes. */
export class SessionKeeper {
  readonly #memory: RadiusMemory;
  readonly #events: SessionEvents;
  readonly #followed: Followed = { session: 0, flags: 0, version: 0 };

  constructor(memory: RadiusMemory, events: SessionEvents) {
    this.#memory = memory;
    this.#events = events;
  }

  /** A Start, interim or Stop; undefined without an Acct-Session-Id. Also what is read again from the journal. */
  follow(packet: RadiusPacket, nas: KnownNas, status: number, receivedAt: number): Followed | undefined {
    const index = packet.first(acctSessionId);
    if (index < 0) return undefined;
    const from = packet.attributes.offset(index);
    const to = from + packet.attributes.length(index);
    const times = acctTimes(packet, receivedAt);
    const ours = this.#class(packet, nas);
    const hash = this.#memory.sessions.hash(nas.number, packet.bytes, from, to);
    const followed = this.#followed;
    followed.flags = times.unclocked ? accountingFlag.unclocked : 0;
    followed.version = ours?.version ?? 0;
    let session = this.#find(hash, nas, packet.bytes, from, to, times, status);
    if (session === 0) session = this.#begin(packet, nas, times, status, ours, hash, from, to);
    else if (this.#isLate(session, status, times)) followed.flags |= accountingFlag.late;
    followed.session = session;
    if (followed.version !== 0) this.#memory.sessions.setU32(session, field.version, followed.version);
    this.#update(packet, nas, session, status, times, receivedAt);
    return followed;
  }

  /** RFC 2866 §5.1 Accounting-On and -Off: whatever began before is over. How many. */
  endAllOf(nas: KnownNas, at: number): number {
    const ended: RecordRef[] = [];
    this.#each((ref) => {
      const { sessions } = this.#memory;
      if (
        sessions.u32(ref, field.nas) === nas.number &&
        this.isRunning(ref) &&
        sessions.time(ref, field.startedAt) <= at
      )
        ended.push(ref);
    });
    for (const ref of ended) this.close(ref, at, 'nasReboot');
    return ended.length;
  }

  isRunning(ref: RecordRef): boolean {
    const now = this.#memory.sessions.state(ref);
    return now === state.open || now === state.unknown;
  }

  /** Without a Stop: it ended when it was last heard of. */
  close(ref: RecordRef, at: number, cause: ClosedEntry['cause']): void {
    const { sessions } = this.#memory;
    this.#events.closed({ ...this.identity(ref), endedAt: Math.min(at, sessions.time(ref, field.heardAt)), cause });
    sessions.setFlag(ref, flag.presumed);
    this.#end(ref);
  }

  setUnknown(ref: RecordRef): void {
    const { sessions } = this.#memory;
    sessions.setState(ref, state.unknown);
    this.#events.unknownSince({ ...this.identity(ref), since: sessions.time(ref, field.heardAt) });
  }

  identity(ref: RecordRef): Omit<ClosedEntry, 'endedAt' | 'cause'> {
    const { sessions, tenants, routers } = this.#memory;
    return {
      tenantId: tenants.id(sessions.chunk(ref).readUInt16LE(sessions.offset(ref) + field.tenant)),
      nasId: routers.id(sessions.u32(ref, field.nas)),
      acctSessionId: sessions.id(ref),
      sessionStartedAt: sessions.time(ref, field.startedAt),
    };
  }

  /** By router, id and beginning; 0: not here. */
  known(nasNumber: number, id: string, startedAt: number): RecordRef {
    const { sessions } = this.#memory;
    const bytes = Buffer.from(id);
    const hash = sessions.hash(nasNumber, bytes, 0, bytes.length);
    for (let slot = sessions.firstById(hash); slot >= 0; slot = sessions.nextById(slot, hash)) {
      const ref = sessions.refById(slot);
      if (sessions.hasId(ref, nasNumber, bytes, 0, bytes.length) && sessions.time(ref, field.startedAt) === startedAt)
        return ref;
    }
    return 0;
  }

  /** What a router says of itself; what was heard of a session after it was asked counts more. */
  readBack(nasNumber: number, at: number, running: readonly NamedSession[], gone: readonly NamedSession[]): void {
    const { sessions } = this.#memory;
    for (const { acctSessionId, startedAt } of running) {
      const ref = this.known(nasNumber, acctSessionId, startedAt);
      if (ref === 0 || !this.isRunning(ref)) continue;
      sessions.setTime(ref, field.heardAt, Math.max(at, sessions.time(ref, field.heardAt)));
      if (sessions.state(ref) === state.unknown) this.#heardAgain(ref);
    }
    for (const { acctSessionId, startedAt } of gone) {
      const ref = this.known(nasNumber, acctSessionId, startedAt);
      if (ref !== 0 && this.isRunning(ref) && sessions.time(ref, field.heardAt) < at) this.close(ref, at, 'silent');
    }
  }

  /** The address becomes free, and the session stops counting. */
  end(ref: RecordRef): void {
    this.#end(ref);
  }

  #each(visit: (ref: RecordRef) => void): void {
    const { sessions } = this.#memory;
    for (let slot = 0; slot < sessions.slots; slot += 1) {
      const ref = sessions.at(slot);
      if (ref !== 0) visit(ref);
    }
  }

  #find(
    hash: number,
    nas: KnownNas,
    bytes: Buffer,
    from: number,
    to: number,
    times: AcctTimes,
    status: number,
  ): RecordRef {
    const { sessions } = this.#memory;
    for (let slot = sessions.firstById(hash); slot >= 0; slot = sessions.nextById(slot, hash)) {
      const ref = sessions.refById(slot);
      if (sessions.hasId(ref, nas.number, bytes, from, to) && this.#isSame(ref, times, status)) return ref;
    }
    return 0;
  }

  /**
   * Routers use ids again after they started anew: with another beginning it is another session. A report that continues
   * where the last one was belongs to it even if the router's clock was put right in between.
   */
  #isSame(ref: RecordRef, times: AcctTimes, status: number): boolean {
    const { sessions } = this.#memory;
    const apart = times.began - sessions.time(ref, field.startedAt);
    if (Math.abs(apart) <= SAME_BEGINNING_MS) return true;
    if (status === acctStatus.start) return false;
    const longest = sessions.u32(ref, field.sessionTime);
    if (this.isRunning(ref)) return times.sessionTime >= longest || apart < 0;
    // A router has no two sessions of one id: another one begins after the end of this.
    return times.began < sessions.time(ref, field.heardAt);
  }

  #isLate(ref: RecordRef, status: number, times: AcctTimes): boolean {
    const { sessions } = this.#memory;
    if (status === acctStatus.start) return sessions.hasFlag(ref, flag.started) || sessions.hasFlag(ref, flag.reported);
    if (sessions.state(ref) === state.closed) return true;
    return sessions.hasFlag(ref, flag.reported) && times.sessionTime <= sessions.u32(ref, field.sessionTime);
  }

  /** A session that is not known here: one that was admitted, or one whose beginning was missed. */
  #begin(
    packet: RadiusPacket,
    nas: KnownNas,
    times: AcctTimes,
    status: number,
    ours: ClassFields | undefined,
    hash: number,
    from: number,
    to: number,
  ): RecordRef {
    const { sessions } = this.#memory;
    const admitted = ours ? this.#admitted(ours, nas) : 0;
    const policy = this.#policyOf(packet, nas, ours);
    const fresh =
      admitted === 0 ? sessions.add({ tenant: nas.tenant, nas: nas.number, policy, at: times.began }) : admitted;
    const name = packet.first(userName);
    const nameFrom = name < 0 ? 0 : packet.attributes.offset(name);
    const nameTo = name < 0 ? 0 : nameFrom + packet.attributes.length(name);
    const ref = sessions.name(fresh, hash, packet.bytes, from, to, nameFrom, nameTo);
    sessions.setState(ref, state.open);
    sessions.setTime(ref, field.startedAt, times.began);
    if (times.unclocked) sessions.setFlag(ref, flag.unclocked);
    if (status !== acctStatus.start) this.#followed.flags |= accountingFlag.unseen;
    if (policy === 0 && ours)
      ours.bytes.copy(
        sessions.chunk(ref),
        sessions.offset(ref) + field.subscription,
        ours.subscriptionAt,
        ours.subscriptionAt + 16,
      );
    return ref;
  }

  #admitted(ours: ClassFields, nas: KnownNas): RecordRef {
    const { sessions } = this.#memory;
    const ref = sessions.byAdmission(ours.admission);
    if (ref === 0 || sessions.state(ref) !== state.admitted || sessions.u32(ref, field.nas) !== nas.number) return 0;
    const chunk = sessions.chunk(ref);
    const at = sessions.offset(ref) + field.subscription;
    return chunk.compare(ours.bytes, ours.subscriptionAt, ours.subscriptionAt + 16, at, at + 16) === 0 ? ref : 0;
  }

  #policyOf(packet: RadiusPacket, nas: KnownNas, ours: ClassFields | undefined): RecordRef {
    const { policies } = this.#memory;
    if (ours) return policies.byIdOctets(ours.bytes, ours.subscriptionAt);
    const index = packet.first(userName);
    if (index < 0) return 0;
    const from = packet.attributes.offset(index);
    const to = from + packet.attributes.length(index);
    usernameKey(packet.bytes, from, to, this.#memory.rules(nas.tenant), key);
    const byName = policies.byName(nas.tenant, key.bytes, 0, key.length);
    if (byName !== 0) return byName;
    return readMac(packet.bytes, from, to, mac) ? policies.byMac(nas.tenant, mac, 0) : 0;
  }

  /** Only of a subscription of the router's own tenant. */
  #class(packet: RadiusPacket, nas: KnownNas): ClassFields | undefined {
    for (let index = packet.first(classKey); index >= 0; index = packet.next(index)) {
      const ours = readClass(packet.bytes, packet.attributes.offset(index), packet.attributes.length(index));
      if (!ours) continue;
      const policy = this.#memory.policies.byIdOctets(ours.bytes, ours.subscriptionAt);
      if (policy === 0) continue;
      const { policies } = this.#memory;
      const tenant = policies.chunk(policy).readUInt16LE(policies.offset(policy) + policyField.tenant);
      if (tenant === nas.tenant) return ours;
    }
    return undefined;
  }

  #update(
    packet: RadiusPacket,
    nas: KnownNas,
    session: RecordRef,
    status: number,
    times: AcctTimes,
    receivedAt: number,
  ): void {
    const { sessions } = this.#memory;
    sessions.setFlag(session, status === acctStatus.start ? flag.started : flag.reported);
    const grew = times.sessionTime > sessions.u32(session, field.sessionTime);
    if (grew) sessions.setU32(session, field.sessionTime, times.sessionTime);
    if (receivedAt > sessions.time(session, field.heardAt)) sessions.setTime(session, field.heardAt, receivedAt);
    const was = sessions.state(session);
    if (was === state.closed) {
      const reopens = status === acctStatus.interim && grew && sessions.hasFlag(session, flag.presumed);
      if (!reopens) return;
      sessions.setState(session, state.open);
      // A device is in two places, or two have one address: the older has to go.
      if (sessions.hasFlag(session, flag.displaced)) this.#events.displaced(session);
    }
    if (was === state.unknown) this.#heardAgain(session);
    if (callingMac(packet, mac)) this.#takeMac(session, status);
    this.#takeAddress(packet, nas, session);
    this.#takePrefixes(packet, nas, session);
    if (status === acctStatus.stop) this.#end(session);
  }

  #heardAgain(session: RecordRef): void {
    this.#memory.sessions.setState(session, state.open);
    this.#events.unknownSince(this.identity(session));
  }

  /** A device that dials anew has lost what it had: its Stop was lost, or is on its way still. */
  #takeMac(session: RecordRef, status: number): void {
    const { sessions } = this.#memory;
    sessions.setMac(session, mac);
    if (status !== acctStatus.start) return;
    const policy = sessions.u32(session, field.policy);
    if (policy === 0) return;
    const startedAt = sessions.time(session, field.startedAt);
    let ref = sessions.firstOf(policy);
    while (ref !== 0) {
      const next = sessions.u32(ref, field.next);
      if (
        ref !== session &&
        this.isRunning(ref) &&
        sessions.hasMac(ref, mac) &&
        sessions.time(ref, field.startedAt) < startedAt
      )
        this.#displace(ref, startedAt);
      ref = next;
    }
  }

  /** Closed here, and ended at its router, which may not have noticed. */
  #displace(ref: RecordRef, at: number): void {
    this.close(ref, at, 'replaced');
    this.#memory.sessions.setFlag(ref, flag.displaced);
    this.#events.displaced(ref);
  }

  #takeAddress(packet: RadiusPacket, nas: KnownNas, session: RecordRef): void {
    const address = packet.u32(framedIpAddress);
    if (address === undefined || address === 0 || address === USER_CHOOSES || address === NAS_CHOOSES) return;
    const { sessions, addresses } = this.#memory;
    const had = sessions.u32(session, field.ipv4);
    const from = sessions.u32(session, field.pool);
    if (had === address && (from === 0 || addresses.owner(from, address) === session)) return;
    addresses.release(from, had, session);
    const pool = addresses.poolOf(nas.entry.tenantId, nas.entry.pools, address);
    sessions.setU32(session, field.ipv4, address);
    sessions.setU32(session, field.pool, pool);
    const holder = addresses.claim(pool, address, session);
    // The router says who has it: whoever had it here is gone.
    if (holder !== 0 && this.isRunning(holder)) this.close(holder, sessions.time(session, field.startedAt), 'replaced');
  }

  /** Routers report what a line has and what it may hand on, each once; only one of them can be of a pool. */
  #takePrefixes(packet: RadiusPacket, nas: KnownNas, session: RecordRef): void {
    if (this.#memory.prefixes.isEmpty) return;
    for (const key of [delegatedIpv6Prefix, framedIpv6Prefix])
      for (let index = packet.first(key); index >= 0; index = packet.next(index)) {
        const from = packet.attributes.offset(index);
        this.#takePrefix(prefixHalf(packet.bytes.subarray(from, from + packet.attributes.length(index))), nas, session);
      }
  }

  #takePrefix(prefix: bigint, nas: KnownNas, session: RecordRef): void {
    if (prefix === 0n) return;
    const { sessions, prefixes } = this.#memory;
    const from = sessions.u32(session, field.prefixPool);
    const had = sessions.u64(session, field.prefix);
    if (from !== 0 && had === prefix && prefixes.owner(from, prefix) === session) return;
    const pool = prefixes.poolOf(nas.entry.tenantId, nas.entry.pools, prefix);
    if (pool === 0) return;
    prefixes.release(from, had, session);
    sessions.setU64(session, field.prefix, prefix);
    sessions.setU32(session, field.prefixPool, pool);
    const holder = prefixes.claim(pool, prefix, session);
    // As with an address: the router says who has it.
    if (holder !== 0 && this.isRunning(holder)) this.close(holder, sessions.time(session, field.startedAt), 'replaced');
  }

  #end(session: RecordRef): void {
    releaseAddresses(this.#memory, session);
    this.#memory.sessions.setState(session, state.closed);
  }
}
