import { HashIndex } from '../memory/hashIndex.ts';
import { MAC_BYTES } from '../memory/macOctets.ts';
import { mixed, octetHash } from '../memory/octetHash.ts';
import { RecordArena, type RecordRef } from '../memory/recordArena.ts';
import { UUID_BYTES } from '../memory/uuidOctets.ts';
import { field as policyField } from '../policy/policyRecord.ts';
import type { PolicyTable } from '../policy/policyTable.ts';
import { field, flag, state, type SessionState } from './sessionRecord.ts';

/** Room for an Acct-Session-Id and a User-Name of 56 octets together, which is more than most need. */
const USUAL_BYTES = 160;

export interface NewSession {
  readonly tenant: number;
  readonly nas: number;
  /** 0: of no subscription that is known. */
  readonly policy: RecordRef;
  readonly at: number;
}

/**
 * The sessions there are, outside of the heap: by router and Acct-Session-Id, by subscription, and by the admission that
 * Class carries. Which packet belongs to which is not decided here.
 */
export class SessionTable {
  readonly #arena = new RecordArena();
  readonly #ids = new HashIndex();
  readonly #admissions = new HashIndex();
  readonly #policies: PolicyTable;
  readonly #relocated: (was: RecordRef, now: RecordRef) => void;
  #lastAdmission = 0;
  readonly #counts = new Int32Array(5);
  /** By router: open ones and those of which nothing is known. */
  readonly #running: number[] = [];

  /** `relocated`: told when a session got another reference. */
  constructor(policies: PolicyTable, relocated: (was: RecordRef, now: RecordRef) => void) {
    this.#policies = policies;
    this.#relocated = relocated;
  }

  /** Open ones and those of which nothing is known. */
  get size(): number {
    return this.#counts[state.open]! + this.#counts[state.unknown]!;
  }

  /** Of which nothing is known. */
  get unknown(): number {
    return this.#counts[state.unknown]!;
  }

  runningAt(nas: number): number {
    return this.#running[nas] ?? 0;
  }

  get usedBytes(): number {
    return this.#arena.usedBytes + this.#ids.bytes + this.#admissions.bytes;
  }

  /** Changes whenever slots are given anew: a walk that sees it change has to begin anew. */
  get arrangement(): number {
    return this.#admissions.arrangement;
  }

  /** For walking through all: slots of sessions, admitted ones among them. */
  get slots(): number {
    return this.#admissions.slots;
  }

  at(slot: number): RecordRef {
    return this.#admissions.at(slot);
  }

  chunk(ref: RecordRef): Buffer {
    return this.#arena.chunk(ref);
  }

  offset(ref: RecordRef): number {
    return this.#arena.offset(ref);
  }

  u32(ref: RecordRef, at: number): number {
    return this.chunk(ref).readUInt32LE(this.offset(ref) + at);
  }

  setU32(ref: RecordRef, at: number, value: number): void {
    this.chunk(ref).writeUInt32LE(value, this.offset(ref) + at);
  }

  u64(ref: RecordRef, at: number): bigint {
    return this.chunk(ref).readBigUInt64LE(this.offset(ref) + at);
  }

  setU64(ref: RecordRef, at: number, value: bigint): void {
    this.chunk(ref).writeBigUInt64LE(value, this.offset(ref) + at);
  }

  time(ref: RecordRef, at: number): number {
    return this.chunk(ref).readDoubleLE(this.offset(ref) + at);
  }

  setTime(ref: RecordRef, at: number, value: number): void {
    this.chunk(ref).writeDoubleLE(value, this.offset(ref) + at);
  }

  state(ref: RecordRef): SessionState {
    return this.chunk(ref)[this.offset(ref) + field.state]! as SessionState;
  }

  setState(ref: RecordRef, to: SessionState): void {
    const chunk = this.chunk(ref);
    const at = this.offset(ref) + field.state;
    this.#count(ref, -1);
    chunk[at] = to;
    this.#count(ref, 1);
  }

  hasFlag(ref: RecordRef, wanted: number): boolean {
    return (this.chunk(ref)[this.offset(ref) + field.flags]! & wanted) !== 0;
  }

  setFlag(ref: RecordRef, wanted: number): void {
    this.chunk(ref)[this.offset(ref) + field.flags]! |= wanted;
  }

  /** Admitted, until it is given an id and another state. */
  add({ tenant, nas, policy, at }: NewSession): RecordRef {
    const ref = this.#arena.allocate(USUAL_BYTES);
    const chunk = this.chunk(ref);
    const start = this.offset(ref);
    chunk.fill(0, start, start + USUAL_BYTES);
    chunk.writeUInt16LE(USUAL_BYTES, start + field.roomBytes);
    chunk.writeUInt16LE(tenant, start + field.tenant);
    chunk.writeUInt32LE(nas, start + field.nas);
    chunk.writeDoubleLE(at, start + field.startedAt);
    chunk.writeDoubleLE(at, start + field.heardAt);
    chunk[start + field.state] = state.admitted;
    this.#count(ref, 1);
    this.#admit(ref);
    if (policy !== 0) this.link(ref, policy);
    return ref;
  }

  /** Of an admission number, 0 when it is over. */
  byAdmission(admission: number): RecordRef {
    const hash = mixed(admission);
    for (let slot = this.#admissions.first(hash); slot >= 0; slot = this.#admissions.next(slot, hash)) {
      const ref = this.#admissions.ref(slot);
      if (this.u32(ref, field.admission) === admission) return ref;
    }
    return 0;
  }

  hash(nas: number, bytes: Uint8Array, from: number, to: number): number {
    return mixed(octetHash(bytes, from, to, nas)) || 1;
  }

  firstById(hash: number): number {
    return this.#ids.first(hash);
  }

  nextById(slot: number, hash: number): number {
    return this.#ids.next(slot, hash);
  }

  refById(slot: number): RecordRef {
    return this.#ids.ref(slot);
  }

  hasId(ref: RecordRef, nas: number, bytes: Uint8Array, from: number, to: number): boolean {
    const chunk = this.chunk(ref);
    const start = this.offset(ref);
    if (chunk.readUInt16LE(start + field.idBytes) !== to - from || chunk.readUInt32LE(start + field.nas) !== nas)
      return false;
    for (let index = from; index < to; index += 1)
      if (chunk[start + field.id + index - from] !== bytes[index]) return false;
    return true;
  }

  id(ref: RecordRef): string {
    const chunk = this.chunk(ref);
    const start = this.offset(ref);
    const at = start + field.id;
    return chunk.toString('utf8', at, at + chunk.readUInt16LE(start + field.idBytes));
  }

  userName(ref: RecordRef): string {
    const chunk = this.chunk(ref);
    const start = this.offset(ref);
    const at = start + field.id + chunk.readUInt16LE(start + field.idBytes);
    return chunk.toString('utf8', at, at + chunk.readUInt16LE(start + field.nameBytes));
  }

  /** Gives it its Acct-Session-Id and its User-Name (`nameFrom` to `nameTo`); where it is from then on. */
  name(
    given: RecordRef,
    hash: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    nameFrom: number,
    nameTo: number,
  ): RecordRef {
    const ref = this.#withRoom(given, field.id + to - from + nameTo - nameFrom);
    const chunk = this.chunk(ref);
    const start = this.offset(ref);
    chunk.writeUInt16LE(to - from, start + field.idBytes);
    chunk.writeUInt16LE(nameTo - nameFrom, start + field.nameBytes);
    for (let index = from; index < to; index += 1) chunk[start + field.id + index - from] = bytes[index]!;
    const nameAt = start + field.id + to - from;
    for (let index = nameFrom; index < nameTo; index += 1) chunk[nameAt + index - nameFrom] = bytes[index]!;
    chunk.writeUInt32LE(hash, start + field.hash);
    this.#ids.add(hash, ref);
    return ref;
  }

  remove(ref: RecordRef): void {
    const hash = this.u32(ref, field.hash);
    if (hash !== 0) this.#ids.remove(hash, ref);
    this.#admissions.remove(mixed(this.u32(ref, field.admission)), ref);
    this.unlink(ref);
    this.#count(ref, -1);
    this.#arena.free(ref, this.chunk(ref).readUInt16LE(this.offset(ref) + field.roomBytes));
  }

  setMac(ref: RecordRef, bytes: Uint8Array): void {
    this.chunk(ref).set(bytes.subarray(0, MAC_BYTES), this.offset(ref) + field.mac);
    this.setFlag(ref, flag.hasMac);
  }

  hasMac(ref: RecordRef, bytes: Uint8Array): boolean {
    const chunk = this.chunk(ref);
    const at = this.offset(ref) + field.mac;
    for (let index = 0; index < MAC_BYTES; index += 1) if (chunk[at + index] !== bytes[index]) return false;
    return this.hasFlag(ref, flag.hasMac);
  }

  /** The first of a subscription's sessions; go on with field.next. */
  firstOf(policy: RecordRef): RecordRef {
    return this.#policies.chunk(policy).readUInt32LE(this.#policies.offset(policy) + policyField.sessionHead);
  }

  /** Puts it in front of the subscription's sessions. */
  link(ref: RecordRef, policy: RecordRef): void {
    const policyChunk = this.#policies.chunk(policy);
    const policyAt = this.#policies.offset(policy);
    const head = this.firstOf(policy);
    this.setU32(ref, field.policy, policy);
    this.setU32(ref, field.next, head);
    this.setU32(ref, field.previous, 0);
    if (head !== 0) this.setU32(head, field.previous, ref);
    policyChunk.writeUInt32LE(ref, policyAt + policyField.sessionHead);
    policyChunk.copy(
      this.chunk(ref),
      this.offset(ref) + field.subscription,
      policyAt + policyField.subscription,
      policyAt + policyField.subscription + UUID_BYTES,
    );
  }

  /** It still says whose it was. */
  unlink(ref: RecordRef): void {
    const policy = this.u32(ref, field.policy);
    if (policy === 0) return;
    const next = this.u32(ref, field.next);
    const previous = this.u32(ref, field.previous);
    if (next !== 0) this.setU32(next, field.previous, previous);
    if (previous === 0) this.#setHead(policy, next);
    else this.setU32(previous, field.next, next);
    this.setU32(ref, field.policy, 0);
  }

  /** The policy's record moved, or is gone when `now` is 0. */
  policyMoved(was: RecordRef, now: RecordRef): void {
    for (let ref = this.firstOf(was); ref !== 0; ref = this.u32(ref, field.next)) this.setU32(ref, field.policy, now);
  }

  #count(ref: RecordRef, by: 1 | -1): void {
    const now = this.state(ref);
    this.#counts[now]! += by;
    if (now !== state.open && now !== state.unknown) return;
    const nas = this.u32(ref, field.nas);
    this.#running[nas] = (this.#running[nas] ?? 0) + by;
  }

  #setHead(policy: RecordRef, ref: RecordRef): void {
    this.#policies.chunk(policy).writeUInt32LE(ref, this.#policies.offset(policy) + policyField.sessionHead);
  }

  #admit(ref: RecordRef): void {
    this.#lastAdmission = (this.#lastAdmission + 1) >>> 0 || 1;
    this.setU32(ref, field.admission, this.#lastAdmission);
    this.#admissions.add(mixed(this.#lastAdmission), ref);
  }

  #withRoom(ref: RecordRef, bytes: number): RecordRef {
    const was = this.chunk(ref);
    const from = this.offset(ref);
    const room = was.readUInt16LE(from + field.roomBytes);
    if (bytes <= room) return ref;
    const now = this.#arena.allocate(bytes);
    const chunk = this.chunk(now);
    was.copy(chunk, this.offset(now), from, from + field.id);
    chunk.writeUInt16LE(bytes, this.offset(now) + field.roomBytes);
    this.#admissions.replace(mixed(this.u32(ref, field.admission)), ref, now);
    this.#relink(ref, now);
    this.#relocated(ref, now);
    this.#arena.free(ref, room);
    return now;
  }

  #relink(was: RecordRef, now: RecordRef): void {
    const policy = this.u32(now, field.policy);
    if (policy === 0) return;
    const next = this.u32(now, field.next);
    const previous = this.u32(now, field.previous);
    if (next !== 0) this.setU32(next, field.previous, now);
    if (previous !== 0) this.setU32(previous, field.next, now);
    else if (this.firstOf(policy) === was) this.#setHead(policy, now);
  }
}
