import type { FirstUseEntry, LeaseEntry } from '../journal/entry.ts';
import { MAC_BYTES, macText } from '../memory/macOctets.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import type { KnownNas } from '../policy/knownNas.ts';
import { closedReasons, field, flag, nasAt } from '../policy/policyRecord.ts';
import type { AccessType } from '../policy/subscriptionPolicy.ts';
import { field as sessionField, flag as sessionFlag, state } from '../session/sessionRecord.ts';
import { leaseOf } from './heldAddresses.ts';
import type { RadiusMemory } from './radiusMemory.ts';
import type { RejectReason } from './rejectReason.ts';

/** Who is to be let in, with credentials that were proved. */
export interface Entrant {
  readonly policy: RecordRef;
  readonly nas: KnownNas;
  readonly mac: Uint8Array | undefined;
  readonly accessType: AccessType | undefined;
  readonly at: number;
}

/** On what terms. */
export interface Admission {
  session: RecordRef;
  template: number;
  /** 0: none is given here. */
  ipv4: number;
  /** Upper half of the IPv6 prefix, and the pool it is of. 0n: none is given here. */
  prefix: bigint;
  prefixPool: number;
  /** Epoch ms at which the router ends it; 0: it does not. */
  endsAt: number;
  /** Those that have to go, because the newest wins. */
  outgoing: readonly RecordRef[];
}

const accessBits: Readonly<Record<AccessType, number>> = { pppoe: 1, hotspot: 2, ipoe: 4, static: 8 };
const FIRST_USE = 1;
const NOBODY: readonly RecordRef[] = [];

export interface AdmissionEvents {
  firstUse(entry: FirstUseEntry): void;
  /** Another address or prefix than the line had before. */
  lease(entry: LeaseEntry): void;
}

/**
 * Decides whether and on what terms somebody is let in, and takes what it needs (a place among the subscription's
 * sessions, an address) in the same step: nobody else can take it in between. The result is used again for the next.
 */
export class Admissions {
  readonly #memory: RadiusMemory;
  readonly #events: AdmissionEvents;
  readonly #admission: Admission = {
    session: 0,
    template: 0,
    ipv4: 0,
    prefix: 0n,
    prefixPool: 0,
    endsAt: 0,
    outgoing: NOBODY,
  };

  constructor(memory: RadiusMemory, events: AdmissionEvents) {
    this.#memory = memory;
    this.#events = events;
  }

  admit(entrant: Entrant): Admission | RejectReason {
    const admission = this.#admission;
    const template = this.#templateFor(entrant);
    if (typeof template === 'string') return template;
    const refused = this.#placeFault(entrant) ?? this.#macFault(entrant);
    if (refused) return refused;
    admission.template = template;
    const alone = this.#makeRoom(entrant, admission);
    if (!alone) return 'alreadyConnected';
    return this.#take(entrant, admission);
  }

  /** The reply by standing and time; behind the end there may be another one, for the walled garden. */
  #templateFor({ policy, at }: Entrant): number | RejectReason {
    const { record, start } = this.#record(policy);
    const after = record.readUInt32LE(start + field.afterReply);
    if ((record[start + field.flags]! & flag.open) === 0)
      return after !== 0 ? after : closedReasons[record[start + field.closedReason]!]!;
    const validUntil = record.readDoubleLE(start + field.validUntil);
    if (validUntil === 0 || at < validUntil) return record.readUInt32LE(start + field.reply);
    return after !== 0 ? after : 'expired';
  }

  #placeFault({ policy, nas, accessType }: Entrant): RejectReason | undefined {
    const { record, start } = this.#record(policy);
    const types = record[start + field.accessTypes]!;
    if (types !== 0 && accessType !== undefined && (types & accessBits[accessType]) === 0) return 'wrongAccessType';
    const routers = record[start + field.nas]!;
    const from = nasAt(record, start);
    for (let index = 0; index < routers; index += 1)
      if (record.readUInt16LE(from + 2 * index) === nas.number) return undefined;
    return routers === 0 ? undefined : 'wrongRouter';
  }

  #macFault({ policy, mac }: Entrant): RejectReason | undefined {
    const { record, start } = this.#record(policy);
    const binding = record[start + field.macBinding]!;
    if (binding === 0) return undefined;
    const isFirst = binding === FIRST_USE && record[start + field.macs] === 0;
    if (!mac) return 'macNotBound';
    if (!isFirst) return this.#memory.policies.hasMac(policy, mac, 0) ? undefined : 'macNotBound';
    const bound = this.#memory.firstUse(uuidText(record, start + field.subscription))?.mac;
    return bound === undefined || bound === macText(mac) ? undefined : 'macNotBound';
  }

  /** The same device takes the place of its own earlier session; another one counts (operators know power cuts). */
  #makeRoom({ policy, mac }: Entrant, admission: Admission): boolean {
    const { record, start } = this.#record(policy);
    const { sessions } = this.#memory;
    const most = record.readUInt16LE(start + field.sessions);
    admission.session = 0;
    admission.outgoing = NOBODY;
    const others: RecordRef[] = [];
    for (let ref = sessions.firstOf(policy); ref !== 0; ref = sessions.u32(ref, sessionField.next)) {
      if (sessions.state(ref) === state.closed) continue;
      if (mac !== undefined && sessions.hasMac(ref, mac)) {
        if (sessions.state(ref) === state.admitted) admission.session = ref;
      } else if (!this.#isAgain(policy, ref)) others.push(ref);
    }
    if (most === 0 || others.length < most) return true;
    if ((record[start + field.flags]! & flag.newestWins) === 0) return false;
    // The oldest first, also of those that routers say began in the same second.
    others
      .reverse()
      .sort((one, other) => sessions.time(one, sessionField.startedAt) - sessions.time(other, sessionField.startedAt));
    admission.outgoing = others.slice(0, others.length - most + 1);
    return true;
  }

  /** Let in once more while its session runs: a device that takes its own place is one device. */
  #isAgain(policy: RecordRef, admitted: RecordRef): boolean {
    const { sessions } = this.#memory;
    if (sessions.state(admitted) !== state.admitted || !sessions.hasFlag(admitted, sessionFlag.hasMac)) return false;
    const at = sessions.offset(admitted) + sessionField.mac;
    const own = sessions.chunk(admitted).subarray(at, at + MAC_BYTES);
    for (let ref = sessions.firstOf(policy); ref !== 0; ref = sessions.u32(ref, sessionField.next)) {
      const now = sessions.state(ref);
      if ((now === state.open || now === state.unknown) && sessions.hasMac(ref, own)) return true;
    }
    return false;
  }

  #take(entrant: Entrant, admission: Admission): Admission | RejectReason {
    const { policy, nas, mac, at } = entrant;
    const { sessions } = this.#memory;
    const again = admission.session !== 0 && sessions.u32(admission.session, sessionField.nas) === nas.number;
    const isNew = !again;
    if (isNew) admission.session = sessions.add({ tenant: nas.tenant, nas: nas.number, policy, at });
    const { session } = admission;
    sessions.setTime(session, sessionField.heardAt, at);
    if (mac) sessions.setMac(session, mac);
    const address = this.#address(entrant, session);
    if (address === undefined) {
      if (isNew) sessions.remove(session);
      return 'noAddress';
    }
    admission.ipv4 = address;
    this.#takePrefix(entrant, admission);
    this.#lease(entrant, admission);
    this.#use(entrant);
    this.#setTerms(policy, admission);
    return admission;
  }

  /** Undefined: it needs one, and there is none. A hotspot gives its own. */
  #address({ policy, nas, accessType, mac }: Entrant, session: RecordRef): number | undefined {
    const { record, start } = this.#record(policy);
    const fixed = record.readUInt32LE(start + field.staticIpv4);
    const pool = record.readUInt32LE(start + field.pool);
    const { sessions, addresses } = this.#memory;
    if (fixed !== 0) return fixed;
    if (pool === 0 || accessType === 'hotspot') return 0;
    const held = sessions.u32(session, sessionField.ipv4);
    if (held !== 0) return held;
    const usable = nas.entry.pools.length === 0 || nas.entry.pools.includes(pool);
    if (!usable) return undefined;
    const last = record.readUInt32LE(start + field.lastAddress);
    const isOwn = this.#isStale(addresses.owner(pool, last), policy, mac);
    if (isOwn) addresses.claim(pool, last, session);
    const address = isOwn ? last : addresses.take(pool, last, session);
    if (address === 0) return undefined;
    sessions.setU32(session, sessionField.ipv4, address);
    sessions.setU32(session, sessionField.pool, pool);
    return address;
  }

  /** Where none is free the line is let in without one: it has its IPv4, and the pool has raised its alarm. */
  #takePrefix({ policy, nas, accessType, mac }: Entrant, admission: Admission): void {
    const { record, start } = this.#record(policy);
    const { sessions, prefixes } = this.#memory;
    const { session } = admission;
    const pool = accessType === 'hotspot' ? 0 : record.readUInt32LE(start + field.prefixPool);
    admission.prefixPool = pool;
    admission.prefix = pool === 0 ? 0n : sessions.u64(session, sessionField.prefix);
    if (pool === 0 || admission.prefix !== 0n) return;
    if (nas.entry.pools.length > 0 && !nas.entry.pools.includes(pool)) return;
    const last = record.readBigUInt64LE(start + field.lastPrefix);
    const isOwn = this.#isStale(prefixes.owner(pool, last), policy, mac);
    if (isOwn) prefixes.claim(pool, last, session);
    admission.prefix = isOwn ? last : prefixes.take(pool, last, session);
    sessions.setU64(session, sessionField.prefix, admission.prefix);
    sessions.setU32(session, sessionField.prefixPool, admission.prefix === 0n ? 0 : pool);
  }

  /** The session before this one of the same device, whose end nobody has told of: what it had is its successor's. */
  #isStale(owner: RecordRef, policy: RecordRef, mac: Uint8Array | undefined): boolean {
    const { sessions } = this.#memory;
    return (
      owner !== 0 &&
      mac !== undefined &&
      sessions.u32(owner, sessionField.policy) === policy &&
      sessions.hasMac(owner, mac)
    );
  }

  /** What is of a pool is the line's from now on: it gets the same the next time. */
  #lease({ policy, nas, at }: Entrant, { session, prefix }: Admission): void {
    const { record, start } = this.#record(policy);
    const { sessions } = this.#memory;
    const ipv4 = sessions.u32(session, sessionField.pool) === 0 ? 0 : sessions.u32(session, sessionField.ipv4);
    const isNewAddress = ipv4 !== 0 && ipv4 !== record.readUInt32LE(start + field.lastAddress);
    const isNewPrefix = prefix !== 0n && prefix !== record.readBigUInt64LE(start + field.lastPrefix);
    if (!isNewAddress && !isNewPrefix) return;
    if (isNewAddress) record.writeUInt32LE(ipv4, start + field.lastAddress);
    if (isNewPrefix) record.writeBigUInt64LE(prefix, start + field.lastPrefix);
    this.#events.lease(leaseOf(this.#memory, policy, { ipv4, prefix, nasId: nas.entry.nasId, at }));
  }

  /** What begins with the first Accept: a validity, the binding to a device. */
  #use({ policy, mac, nas, at }: Entrant): void {
    const { record, start } = this.#record(policy);
    const validity = record.readDoubleLE(start + field.validityFromFirstUse);
    const begins = validity > 0 && record.readDoubleLE(start + field.validUntil) === 0;
    const binds = record[start + field.macBinding] === FIRST_USE && record[start + field.macs] === 0;
    if (!begins && !binds) return;
    const subscriptionId = uuidText(record, start + field.subscription);
    const known = this.#memory.firstUse(subscriptionId);
    if (known && (!binds || known.mac !== undefined) && !begins) return;
    const entry: FirstUseEntry = {
      tenantId: nas.entry.tenantId,
      subscriptionId,
      at: known?.at ?? at,
      ...(binds && mac && { mac: known?.mac ?? macText(mac.subarray(0, MAC_BYTES)) }),
      ...(begins && { validUntil: at + validity }),
    };
    this.#memory.used(entry);
    this.#events.firstUse(entry);
  }

  #setTerms(policy: RecordRef, admission: Admission): void {
    const { record, start } = this.#record(policy);
    const validUntil = record.readDoubleLE(start + field.validUntil);
    const isNormal = admission.template === record.readUInt32LE(start + field.reply);
    const ends = isNormal && (record[start + field.flags]! & flag.endsAtExpiry) !== 0;
    admission.endsAt = ends ? validUntil : 0;
    this.#memory.sessions.setU32(admission.session, sessionField.version, record.readUInt32LE(start + field.version));
    this.#memory.sessions.setU32(
      admission.session,
      sessionField.interimSeconds,
      this.#memory.templates.interimSeconds(admission.template),
    );
  }

  #record(ref: RecordRef): { record: Buffer; start: number } {
    return { record: this.#memory.policies.chunk(ref), start: this.#memory.policies.offset(ref) };
  }
}
