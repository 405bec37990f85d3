import { ipv4Text } from '#server/platform/transport/radius/addressText.ts';
import type { OutdatedSession } from '../control/controlMessage.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import { field as policyField, flag, lineAt } from '../policy/policyRecord.ts';
import { field, state } from '../session/sessionRecord.ts';
import type { MemoryMessage, RadiusMemory } from './radiusMemory.ts';

/** What a policy means for its running sessions, as it stood before a change. */
interface Before {
  readonly template: number;
  readonly staticIpv4: number;
  readonly pool: number;
  readonly prefixPool: number;
  readonly line: Buffer;
  readonly endsAt: number;
}

const SLOTS_A_STEP = 4_000;

export interface OutdatedParts {
  readonly memory: RadiusMemory;
  /** Of a running session. */
  readonly identity: (session: RecordRef) => Pick<OutdatedSession, 'tenantId' | 'nasId' | 'acctSessionId'>;
  readonly now: () => number;
}

/** Which running sessions have to hear of another policy than the one they were let in with. */
export class OutdatedSessions {
  readonly #parts: OutdatedParts;
  #noted: OutdatedSession[] = [];
  /** Where a walk through all sessions is; undefined: none is under way. */
  #slot: number | undefined;

  constructor(parts: OutdatedParts) {
    this.#parts = parts;
  }

  get any(): boolean {
    return this.#noted.length > 0;
  }

  take(): readonly OutdatedSession[] {
    return this.#noted.splice(0, 1_000);
  }

  /** Another main is there: what was said to the one before may be lost, so all are compared once more. */
  compareAll(): void {
    this.#slot = 0;
  }

  /** A piece of that. */
  step(): void {
    const { sessions } = this.#parts.memory;
    if (this.#slot === undefined) return;
    const end = Math.min(sessions.slots, this.#slot + SLOTS_A_STEP);
    for (; this.#slot < end; this.#slot += 1) {
      const ref = sessions.at(this.#slot);
      if (ref !== 0 && this.#isRunning(ref)) this.#compare(ref);
    }
    if (this.#slot >= sessions.slots) this.#slot = undefined;
  }

  /** Its Accept was made from an older version: what that said is not known any more. */
  note(session: RecordRef): void {
    const policy = this.#parts.memory.sessions.u32(session, field.policy);
    if (policy !== 0) this.#push(session, policy, undefined);
  }

  /** Around what main says: sessions of what changes by it are noted. */
  around(message: MemoryMessage, apply: () => void): void {
    const { policies } = this.#parts.memory;
    if (message.say === 'removed') {
      for (const id of message.subscriptionIds) this.#noteRemoved(policies.byId(id));
      return apply();
    }
    if (message.say !== 'policies') return apply();
    const before = new Map<string, Before>();
    for (const { subscriptionId, version } of message.policies) {
      const ref = policies.byId(subscriptionId);
      if (ref !== 0 && this.#hasSessions(ref) && this.#u32(ref, policyField.version) < version)
        before.set(subscriptionId, this.#before(ref));
    }
    apply();
    for (const [id, was] of before) {
      const ref = policies.byId(id);
      if (ref !== 0) this.#eachOf(ref, (session) => this.#push(session, ref, was));
    }
  }

  #noteRemoved(policy: RecordRef): void {
    if (policy === 0) return;
    const newest = this.#u32(policy, policyField.version) + 1;
    this.#eachOf(policy, (session) => this.#noted.push({ ...this.#described(session), newest }));
  }

  #push(session: RecordRef, policy: RecordRef, was: Before | undefined): void {
    const after = this.#template(policy);
    const endsAt = this.#endsAt(policy);
    this.#noted.push({
      ...this.#described(session),
      newest: this.#u32(policy, policyField.version),
      ...(was && was.template !== 0 ? { before: was.template } : {}),
      ...(after === 0 ? {} : { after }),
      ...(was && this.#needsNewSession(policy, was) ? { mustEnd: true } : {}),
      ...(endsAt === (was?.endsAt ?? 0) ? {} : { endsAt }),
    });
  }

  #described(session: RecordRef): Omit<OutdatedSession, 'newest'> {
    const { sessions } = this.#parts.memory;
    const ipv4 = sessions.u32(session, field.ipv4);
    const username = sessions.userName(session);
    return {
      ...this.#identityOf(session),
      subscriptionId: uuidText(sessions.chunk(session), sessions.offset(session) + field.subscription),
      version: sessions.u32(session, field.version),
      startedAt: sessions.time(session, field.startedAt),
      ...(username === '' ? {} : { username }),
      ...(ipv4 === 0 ? {} : { ipv4: ipv4Text(ipv4) }),
    };
  }

  #identityOf(session: RecordRef): Pick<OutdatedSession, 'tenantId' | 'nasId' | 'acctSessionId'> {
    const { tenantId, nasId, acctSessionId } = this.#parts.identity(session);
    return { tenantId, nasId, acctSessionId };
  }

  #before(policy: RecordRef): Before {
    return {
      // Its end may have passed before main says so: the session was let in when it had not.
      template: this.#template(policy, 0),
      staticIpv4: this.#u32(policy, policyField.staticIpv4),
      pool: this.#u32(policy, policyField.pool),
      prefixPool: this.#u32(policy, policyField.prefixPool),
      line: Buffer.from(this.#line(policy)),
      endsAt: this.#endsAt(policy),
    };
  }

  /** No router changes the address or the routes of a session that is up. */
  #needsNewSession(policy: RecordRef, was: Before): boolean {
    return (
      this.#u32(policy, policyField.staticIpv4) !== was.staticIpv4 ||
      this.#u32(policy, policyField.pool) !== was.pool ||
      this.#u32(policy, policyField.prefixPool) !== was.prefixPool ||
      !this.#line(policy).equals(was.line)
    );
  }

  /** What an Accept would say now; 0: there would be none. */
  #template(policy: RecordRef, at = this.#parts.now()): number {
    const record = this.#parts.memory.policies.chunk(policy);
    const start = this.#parts.memory.policies.offset(policy);
    const validUntil = record.readDoubleLE(start + policyField.validUntil);
    const isOpen = (record[start + policyField.flags]! & flag.open) !== 0 && (validUntil === 0 || at < validUntil);
    return record.readUInt32LE(start + (isOpen ? policyField.reply : policyField.afterReply));
  }

  /** What Session-Timeout leads to; 0: none. */
  #endsAt(policy: RecordRef): number {
    const record = this.#parts.memory.policies.chunk(policy);
    const start = this.#parts.memory.policies.offset(policy);
    const ends = (record[start + policyField.flags]! & flag.endsAtExpiry) !== 0;
    return ends ? record.readDoubleLE(start + policyField.validUntil) : 0;
  }

  #line(policy: RecordRef): Buffer {
    const record = this.#parts.memory.policies.chunk(policy);
    const start = this.#parts.memory.policies.offset(policy);
    const at = lineAt(record, start);
    return record.subarray(at, at + record.readUInt16LE(start + policyField.lineBytes));
  }

  #compare(session: RecordRef): void {
    const { sessions } = this.#parts.memory;
    const policy = sessions.u32(session, field.policy);
    const version = sessions.u32(session, field.version);
    if (policy !== 0 && version !== 0 && this.#u32(policy, policyField.version) > version) this.note(session);
  }

  /** One that was only admitted is compared when its Start comes. */
  #isRunning(session: RecordRef): boolean {
    const at = this.#parts.memory.sessions.state(session);
    return at === state.open || at === state.unknown;
  }

  #hasSessions(policy: RecordRef): boolean {
    return this.#parts.memory.sessions.firstOf(policy) !== 0;
  }

  #eachOf(policy: RecordRef, visit: (session: RecordRef) => void): void {
    const { sessions } = this.#parts.memory;
    for (let ref = sessions.firstOf(policy); ref !== 0; ref = sessions.u32(ref, field.next)) {
      if (this.#isRunning(ref)) visit(ref);
    }
  }

  #u32(policy: RecordRef, at: number): number {
    const { policies } = this.#parts.memory;
    return policies.chunk(policy).readUInt32LE(policies.offset(policy) + at);
  }
}
