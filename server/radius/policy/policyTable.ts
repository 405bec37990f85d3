import { HashIndex } from '../memory/hashIndex.ts';
import { MAC_BYTES } from '../memory/macOctets.ts';
import { mixed, octetHash } from '../memory/octetHash.ts';
import { RecordArena, RECORD_UNIT, type RecordRef } from '../memory/recordArena.ts';
import { UUID_BYTES, writeUuid } from '../memory/uuidOctets.ts';
import { encodePolicy, field, macsAt, type PolicyNumbers } from './policyRecord.ts';
import type { SubscriptionPolicy } from './subscriptionPolicy.ts';

const id = Buffer.alloc(UUID_BYTES);

/** Told before a record goes; `now` is where it is from then on, 0 when it is gone. */
export type PolicyMoves = (was: RecordRef, now: RecordRef) => void;

/** All subscriptions there are, by name, MAC address and id, outside of the heap. */
export class PolicyTable {
  readonly arena = new RecordArena();
  readonly #names = new HashIndex();
  readonly #macs = new HashIndex();
  readonly #ids = new HashIndex();
  readonly #moves: PolicyMoves;

  constructor(moves: PolicyMoves) {
    this.#moves = moves;
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Of what is kept of the subscriptions there are; what is free is not counted. */
  get usedBytes(): number {
    return this.arena.usedBytes + this.#names.bytes + this.#macs.bytes + this.#ids.bytes;
  }

  /** For walking through all: changes whenever slots are given anew. */
  get arrangement(): number {
    return this.#ids.arrangement;
  }

  get slots(): number {
    return this.#ids.slots;
  }

  /** 0: nobody is in this slot. */
  at(slot: number): RecordRef {
    return this.#ids.at(slot);
  }

  chunk(ref: RecordRef): Buffer {
    return this.arena.chunk(ref);
  }

  offset(ref: RecordRef): number {
    return this.arena.offset(ref);
  }

  put(policy: SubscriptionPolicy, numbers: PolicyNumbers): RecordRef {
    const record = encodePolicy(policy, numbers);
    const was = this.byId(policy.subscriptionId);
    const now = was === 0 ? this.arena.allocate(record.length) : this.#replace(was, record);
    record.copy(this.arena.chunk(now), this.arena.offset(now));
    this.#index(now, 'add');
    return now;
  }

  remove(subscriptionId: string): boolean {
    const ref = this.byId(subscriptionId);
    if (ref !== 0) this.#drop(ref);
    return ref !== 0;
  }

  /** Those that no `put` of this load has named. */
  removeOthers(load: number): number {
    const stale: RecordRef[] = [];
    for (let slot = 0; slot < this.#ids.slots; slot += 1) {
      const ref = this.#ids.at(slot);
      if (ref !== 0 && this.chunk(ref).readUInt32LE(this.offset(ref) + field.load) !== load) stale.push(ref);
    }
    for (const ref of stale) this.#drop(ref);
    return stale.length;
  }

  byId(subscriptionId: string): RecordRef {
    writeUuid(id, 0, subscriptionId);
    return this.byIdOctets(id, 0);
  }

  byIdOctets(bytes: Uint8Array, at: number): RecordRef {
    const hash = mixed(octetHash(bytes, at, at + UUID_BYTES));
    for (let slot = this.#ids.first(hash); slot >= 0; slot = this.#ids.next(slot, hash)) {
      const ref = this.#ids.ref(slot);
      if (same(this.chunk(ref), this.offset(ref) + field.subscription, bytes, at, UUID_BYTES)) return ref;
    }
    return 0;
  }

  byName(tenant: number, bytes: Uint8Array, from: number, to: number): RecordRef {
    const hash = mixed(octetHash(bytes, from, to, tenant));
    for (let slot = this.#names.first(hash); slot >= 0; slot = this.#names.next(slot, hash)) {
      const ref = this.#names.ref(slot);
      const record = this.chunk(ref);
      const at = this.offset(ref);
      if (record.readUInt16LE(at + field.tenant) !== tenant || record[at + field.usernameBytes] !== to - from) continue;
      if (same(record, at + field.names, bytes, from, to - from)) return ref;
    }
    return 0;
  }

  /** The first that has this address and this flag; several may have it, where a customer moved. */
  byMac(tenant: number, bytes: Uint8Array, at: number, wanted = 0): RecordRef {
    const hash = mixed(octetHash(bytes, at, at + MAC_BYTES, tenant));
    for (let slot = this.#macs.first(hash); slot >= 0; slot = this.#macs.next(slot, hash)) {
      const ref = this.#macs.ref(slot);
      const record = this.chunk(ref);
      const start = this.offset(ref);
      if (record.readUInt16LE(start + field.tenant) !== tenant) continue;
      if ((record[start + field.flags]! & wanted) !== wanted) continue;
      if (this.hasMac(ref, bytes, at)) return ref;
    }
    return 0;
  }

  hasMac(ref: RecordRef, bytes: Uint8Array, at: number): boolean {
    const record = this.chunk(ref);
    const start = this.offset(ref);
    let place = macsAt(record, start);
    for (let index = record[start + field.macs]!; index > 0; index -= 1, place += MAC_BYTES)
      if (same(record, place, bytes, at, MAC_BYTES)) return true;
    return false;
  }

  /** In its place when it needs as many units as before; else it moves. What belongs to others goes with it. */
  #replace(was: RecordRef, record: Buffer): RecordRef {
    const old = this.chunk(was);
    const at = this.offset(was);
    old.copy(record, field.sessionHead, at + field.sessionHead, at + field.load);
    this.#index(was, 'remove');
    const bytes = old.readUInt16LE(at + field.bytes);
    if (Math.ceil(bytes / RECORD_UNIT) === Math.ceil(record.length / RECORD_UNIT)) return was;
    const now = this.arena.allocate(record.length);
    this.#moves(was, now);
    this.arena.free(was, bytes);
    return now;
  }

  #drop(ref: RecordRef): void {
    this.#moves(ref, 0);
    this.#index(ref, 'remove');
    this.arena.free(ref, this.chunk(ref).readUInt16LE(this.offset(ref) + field.bytes));
  }

  #index(ref: RecordRef, act: 'add' | 'remove'): void {
    const record = this.chunk(ref);
    const at = this.offset(ref);
    const tenant = record.readUInt16LE(at + field.tenant);
    const names = at + field.names;
    const size = record[at + field.usernameBytes]!;
    this.#ids[act](mixed(octetHash(record, at + field.subscription, at + field.subscription + UUID_BYTES)), ref);
    if (size > 0) this.#names[act](mixed(octetHash(record, names, names + size, tenant)), ref);
    let mac = macsAt(record, at);
    for (let index = record[at + field.macs]!; index > 0; index -= 1, mac += MAC_BYTES)
      this.#macs[act](mixed(octetHash(record, mac, mac + MAC_BYTES, tenant)), ref);
  }
}

function same(record: Uint8Array, at: number, bytes: Uint8Array, from: number, size: number): boolean {
  for (let index = 0; index < size; index += 1) if (record[at + index] !== bytes[from + index]) return false;
  return true;
}
