import { ipv4Text } from '#server/platform/transport/radius/addressText.ts';
import { AddressTable } from '../address/addressTable.ts';
import { PoolAddresses } from '../address/poolAddresses.ts';
import { PoolPrefixes } from '../address/poolPrefixes.ts';
import type { ToRadius, UsernameRules } from '../control/controlMessage.ts';
import type { FirstUseEntry } from '../journal/entry.ts';
import type { RecordRef } from '../memory/recordArena.ts';
import { Registry } from '../memory/registry.ts';
import { uuidText } from '../memory/uuidOctets.ts';
import { prefixOfLine } from '../policy/lineAttributes.ts';
import { NasTable } from '../policy/nasTable.ts';
import { field, lineAt } from '../policy/policyRecord.ts';
import { PolicyTable } from '../policy/policyTable.ts';
import { parsePrefix, prefixText } from '../policy/prefixValue.ts';
import type { SubscriptionPolicy } from '../policy/subscriptionPolicy.ts';
import { TemplateTable } from '../policy/templateTable.ts';
import { defaultUsernameRules } from '../policy/usernameKey.ts';
import { field as sessionField } from '../session/sessionRecord.ts';
import { SessionTable } from '../session/sessionTable.ts';

/** Changes of policy, as main says them and as the disk keeps them. */
export type MemoryMessage = Extract<
  ToRadius,
  {
    say:
      | 'load'
      | 'templates'
      | 'pools'
      | 'nas'
      | 'policies'
      | 'removed'
      | 'removedNas'
      | 'usernameRules'
      | 'settled'
      | 'position';
  }
>;

/** Everything the process decides by. */
export class RadiusMemory {
  readonly tenants = new Registry();
  readonly routers = new Registry();
  readonly nas: NasTable = new NasTable(this.tenants, this.routers);
  readonly templates = new TemplateTable();
  readonly addresses: AddressTable<number, PoolAddresses> = new AddressTable(
    0,
    (pool, before) => new PoolAddresses(pool, before),
  );
  /** Of IPv6. */
  readonly prefixes: AddressTable<bigint, PoolPrefixes> = new AddressTable(
    0n,
    (pool, before) => new PoolPrefixes(pool, before),
  );
  readonly policies: PolicyTable = new PolicyTable((was, now) => this.#policyMoved(was, now));
  readonly sessions: SessionTable = new SessionTable(this.policies, (was, now) => this.#sessionMoved(was, now));
  /** By tenant: what of its log is known here. */
  readonly positions = new Map<string, string>();
  readonly #rules = new Map<number, UsernameRules>();
  /** What an Accept began and main has not taken up yet, by subscription. */
  readonly #firstUses = new Map<string, FirstUseEntry>();
  #load = 0;
  #loadingNas: Set<string> | undefined;
  #ready = false;

  /** Policies that were refused because nothing can hold them. */
  unfit = 0;

  /** There was a whole projection: who is not known is nobody's. */
  get ready(): boolean {
    return this.#ready;
  }

  rules(tenant: number): UsernameRules {
    return this.#rules.get(tenant) ?? defaultUsernameRules;
  }

  firstUse(subscriptionId: string): FirstUseEntry | undefined {
    return this.#firstUses.get(subscriptionId);
  }

  /** Also from the journal, after a start. */
  used(first: FirstUseEntry): void {
    this.#firstUses.set(first.subscriptionId, first);
    const ref = this.policies.byId(first.subscriptionId);
    if (ref === 0 || first.validUntil === undefined) return;
    const at = this.policies.offset(ref) + field.validUntil;
    if (this.policies.chunk(ref).readDoubleLE(at) === 0) this.policies.chunk(ref).writeDoubleLE(first.validUntil, at);
  }

  apply(message: MemoryMessage): void {
    switch (message.say) {
      case 'load':
        this.#load = message.load;
        this.#loadingNas = new Set();
        return;
      case 'templates':
        for (const template of message.templates) this.templates.put(template, this.#load);
        return;
      case 'pools':
        for (const pool of message.pools) (pool.prefix ? this.prefixes : this.addresses).put(pool, this.#load);
        return;
      case 'nas':
        for (const nas of message.nas) this.#putNas(nas);
        return;
      case 'policies':
        for (const policy of message.policies) this.#putPolicy(policy);
        return;
      case 'removed':
        for (const id of message.subscriptionIds) this.policies.remove(id);
        return;
      case 'removedNas':
        for (const id of message.nasIds) this.nas.remove(id);
        return;
      case 'usernameRules':
        this.#rules.set(this.tenants.number(message.tenantId), message.rules);
        return;
      case 'settled':
        this.#settle(message.load);
        return;
      case 'position':
        this.positions.set(message.tenantId, message.position);
    }
  }

  #putNas(nas: Parameters<NasTable['put']>[0]): void {
    this.#loadingNas?.add(nas.nasId);
    this.nas.put(nas);
  }

  #putPolicy(policy: SubscriptionPolicy): void {
    this.#fix(policy);
    try {
      this.policies.put(this.#withFirstUse(policy), {
        tenant: this.tenants.number(policy.tenantId),
        load: this.#load,
        nas: (id) => this.routers.number(id),
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // Rather nobody than somebody by what does not hold any more.
      this.policies.remove(policy.subscriptionId);
      this.unfit += 1;
    }
  }

  /** What it has for good is left out of the pools, and what it had is in them again. */
  #fix(policy: SubscriptionPolicy): void {
    const { tenantId, staticIpv4, delegatedPrefix } = policy;
    const ref = this.policies.byId(policy.subscriptionId);
    const had = ref === 0 ? {} : this.#fixedOf(ref);
    const value = delegatedPrefix === undefined ? undefined : parsePrefix(delegatedPrefix);
    const prefix = value && prefixText(value);
    if (had.address !== undefined && had.address !== staticIpv4) this.addresses.unfix(tenantId, had.address);
    if (had.prefix !== undefined && had.prefix !== prefix) this.prefixes.unfix(tenantId, had.prefix);
    if (staticIpv4 !== undefined) this.addresses.fix(tenantId, staticIpv4);
    if (prefix !== undefined) this.prefixes.fix(tenantId, prefix);
  }

  #fixedOf(ref: RecordRef): { readonly address?: string | undefined; readonly prefix?: string | undefined } {
    const record = this.policies.chunk(ref);
    const at = this.policies.offset(ref);
    const address = record.readUInt32LE(at + field.staticIpv4);
    const line = lineAt(record, at);
    return {
      address: address === 0 ? undefined : ipv4Text(address),
      prefix: prefixOfLine(record, line, line + record.readUInt16LE(at + field.lineBytes)),
    };
  }

  /** Until main knows what a first use began, its older view of it must not end it. */
  #withFirstUse(policy: SubscriptionPolicy): SubscriptionPolicy {
    const first = this.#firstUses.get(policy.subscriptionId);
    if (!first) return policy;
    const isValidityKnown = first.validUntil === undefined || policy.validUntil !== undefined;
    const isMacKnown = first.mac === undefined || policy.macs.length > 0 || policy.macBinding !== 'firstUse';
    if (isValidityKnown && isMacKnown) this.#firstUses.delete(policy.subscriptionId);
    return isValidityKnown ? policy : { ...policy, validUntil: first.validUntil };
  }

  #settle(load: number): void {
    if (load !== this.#load || !this.#loadingNas) return;
    this.nas.retain(this.#loadingNas);
    this.#loadingNas = undefined;
    this.#ready = true;
    this.policies.removeOthers(load);
    this.templates.removeOthers(load);
    this.addresses.removeOthers(load);
    this.prefixes.removeOthers(load);
  }

  #policyMoved(was: RecordRef, now: RecordRef): void {
    if (now === 0) this.#unfixOf(was);
    this.sessions.policyMoved(was, now);
  }

  #unfixOf(ref: RecordRef): void {
    const record = this.policies.chunk(ref);
    const at = this.policies.offset(ref);
    const tenantId = this.tenants.id(record.readUInt16LE(at + field.tenant));
    const { address, prefix } = this.#fixedOf(ref);
    if (address !== undefined) this.addresses.unfix(tenantId, address);
    if (prefix !== undefined) this.prefixes.unfix(tenantId, prefix);
    this.#firstUses.delete(uuidText(record, at + field.subscription));
  }

  /** The address it holds is kept for its new reference. */
  #sessionMoved(was: RecordRef, now: RecordRef): void {
    const address = this.sessions.u32(now, sessionField.ipv4);
    const pool = this.sessions.u32(now, sessionField.pool);
    if (pool !== 0 && this.addresses.owner(pool, address) === was) this.addresses.claim(pool, address, now);
    const prefix = this.sessions.u64(now, sessionField.prefix);
    const of = this.sessions.u32(now, sessionField.prefixPool);
    if (of !== 0 && this.prefixes.owner(of, prefix) === was) this.prefixes.claim(of, prefix, now);
  }
}
