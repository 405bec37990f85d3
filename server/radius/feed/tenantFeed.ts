import type { EventRecord } from '#actors/system/eventRecord.ts';
import { LINE_PREFIX } from '#shared/ipPool/registration.ts';
import { defaultUsernameRules, type UsernameRules } from '#shared/subscription/usernameKey.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { NasRadiusEntry } from '../../nas/nasFeature.ts';
import type { ToRadius } from '../control/controlMessage.ts';
import type { AddressPool } from '../policy/addressPool.ts';
import type { RadiusNas } from '../policy/radiusNas.ts';
import type { SubscriptionPolicy } from '../policy/subscriptionPolicy.ts';
import type { FeedSources } from './feedSources.ts';
import type { PolicyDraft, PolicySource } from './policySource.ts';
import type { FeedPackage, FeedPool } from './radiusFeedStore.ts';
import type { TemplateKey } from './replyKey.ts';
import { TenantTemplates } from './tenantTemplates.ts';

/** Policies in one message: few, because the process answers no router while it takes one in. */
const PER_MESSAGE = 20;
/** Number of no pool. */
const NO_POOL = 0;

/** What the process has to know of one tenant, as messages: all of it, and what events change. */
export class TenantFeed {
  readonly tenant: TenantId;
  readonly #sources: FeedSources;
  readonly #templates: TenantTemplates;
  #rules: UsernameRules = defaultUsernameRules;
  #pools: ReadonlyMap<ActorId, FeedPool> = new Map();
  /** When a former secret of a router counts no more. */
  readonly #secretEnds = new Map<ActorId, number>();

  constructor(tenant: TenantId, sources: FeedSources) {
    this.tenant = tenant;
    this.#sources = sources;
    this.#templates = new TenantTemplates(tenant, sources);
  }

  /** The next moment at which `endedSecrets` has something to say. */
  get secretEndsAt(): number | undefined {
    const ends = [...this.#secretEnds.values()];
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** Of pools that the process allocates from, by number. */
  get poolsByNumber(): ReadonlyMap<number, Pick<FeedPool, 'id' | 'name'>> {
    return new Map([...this.#pools.values()].filter(isAllocated).map(({ wireId, id, name }) => [wireId, { id, name }]));
  }

  /** Of a template by its number. */
  profile(template: number): ReturnType<TenantTemplates['profile']> {
    return this.#templates.profile(template);
  }

  /** Everything but policies: there is little of it, so it is said again with every connection. */
  async *frame(): AsyncGenerator<ToRadius> {
    yield await this.#readRules();
    yield* this.#readPackages();
    yield* this.#templates.all();
    yield* this.#nasMessages(undefined);
  }

  /** All policies, in pages. */
  async *policies(): AsyncGenerator<readonly ToRadius[]> {
    for (const source of this.#sources.policies) {
      for await (const page of source.all(this.tenant, this.#rules)) yield await this.#said(page);
    }
  }

  /** What these events change. Rejects while the database does not answer. */
  async *changes(records: readonly EventRecord[]): AsyncGenerator<ToRadius> {
    const kinds = new Set(records.map(({ kind }) => kind));
    // `company.usernameRulesChanged`
    if (kinds.has('company')) yield await this.#readRules();
    if (kinds.has('package') || kinds.has('ipPool')) {
      yield* this.#readPackages();
      yield* this.#templates.all();
    }
    if (kinds.has('ipPool')) yield* this.#nasMessages(undefined);
    else if (kinds.has('nas')) yield* this.#nasMessages(idsOf(records, 'nas'));
    for (const source of this.#sources.policies) yield* this.#changed(source, records);
  }

  /** Routers whose former secret counts no more by now. */
  async *endedSecrets(now: number): AsyncGenerator<ToRadius> {
    const ended = [...this.#secretEnds].filter(([, at]) => at <= now).map(([id]) => id);
    if (ended.length > 0) yield* this.#nasMessages(ended);
  }

  async *#changed(source: PolicySource, records: readonly EventRecord[]): AsyncGenerator<ToRadius> {
    for await (const { policies, removed } of source.changed(this.tenant, this.#rules, records)) {
      yield* await this.#said(policies);
      if (removed.length > 0) yield { say: 'removed', tenantId: this.tenant, subscriptionIds: removed };
    }
  }

  async #said(drafts: readonly PolicyDraft[]): Promise<readonly ToRadius[]> {
    const keys = drafts.flatMap((draft) => keysOf(draft));
    const fresh = await this.#templates.require(keys);
    const policies = drafts.flatMap((draft) => this.#policyOf(draft));
    const messages: ToRadius[] = fresh.length === 0 ? [] : [{ say: 'templates', templates: fresh }];
    for (let from = 0; from < policies.length; from += PER_MESSAGE) {
      messages.push({ say: 'policies', policies: policies.slice(from, from + PER_MESSAGE) });
    }
    return messages;
  }

  /** None for a package that is not there: it has just been made, and what follows tells of it. */
  #policyOf(draft: PolicyDraft): readonly SubscriptionPolicy[] {
    const { replyKey, afterReplyKey, poolId, prefixPoolId, ...rest } = draft;
    const reply = this.#templates.numberOf(keyOf(draft, replyKey));
    if (reply === undefined) return [];
    const afterReply = afterReplyKey && this.#templates.numberOf(keyOf(draft, afterReplyKey));
    const pool = poolId === undefined ? undefined : this.#pools.get(poolId);
    const prefixes = prefixPoolId === undefined ? undefined : this.#pools.get(prefixPoolId);
    return [
      {
        ...rest,
        reply,
        ...(afterReply === undefined ? {} : { afterReply }),
        ...(pool === undefined ? {} : { pool: pool.wireId }),
        ...(prefixes === undefined || !givesPrefix(prefixes, draft) ? {} : { prefixPool: prefixes.wireId }),
      },
    ];
  }

  async #readRules(): Promise<ToRadius> {
    this.#rules = await this.#sources.rules(this.tenant);
    return { say: 'usernameRules', tenantId: this.tenant, rules: this.#rules };
  }

  async *#readPackages(): AsyncGenerator<ToRadius> {
    const pools = await this.#sources.pools(this.tenant);
    const packages = await this.#sources.packages(this.tenant);
    this.#pools = new Map(pools.map((pool) => [pool.id, pool]));
    this.#templates.know(new Map<ActorId, FeedPackage>(packages.map((one) => [one.id, one])), this.#pools);
    yield { say: 'pools', pools: pools.filter(isAllocated).map((pool) => poolOf(this.tenant, pool)) };
  }

  async *#nasMessages(ids: readonly ActorId[] | undefined): AsyncGenerator<ToRadius> {
    const entries = await this.#sources.nas(this.tenant, ids);
    for (const id of ids ?? []) this.#secretEnds.delete(id);
    for (const { nasId, secretEndsAt } of entries) if (secretEndsAt) this.#secretEnds.set(nasId, secretEndsAt);
    const usable = entries.filter(({ sources }) => sources.length > 0);
    const known = new Set(usable.map(({ nasId }) => nasId));
    const removed = (ids ?? entries.map(({ nasId }) => nasId)).filter((id) => !known.has(id));
    if (removed.length > 0) yield { say: 'removedNas', nasIds: removed };
    for (let from = 0; from < usable.length; from += PER_MESSAGE) {
      const page = usable.slice(from, from + PER_MESSAGE);
      yield { say: 'nas', nas: page.map((entry) => this.#nasOf(entry)) };
    }
  }

  #nasOf(entry: NasRadiusEntry): RadiusNas {
    const { nasId, sources, nasIdentifier, secrets, messageAuthenticator, vendor } = entry;
    const pools = [...this.#pools.values()].filter(isAllocated);
    const here = pools
      .filter(({ nasIds }) => nasIds.length === 0 || nasIds.includes(nasId))
      .map(({ wireId }) => wireId);
    return {
      tenantId: this.tenant,
      ...{ nasId, sources, secrets, messageAuthenticator },
      ...(nasIdentifier === undefined ? {} : { nasIdentifier }),
      dialect: vendor,
      readsBack: entry.readsBack,
      incoming: {
        address: entry.incomingAddress ?? sources[0]!,
        port: entry.incomingPort ?? this.#sources.incomingPort,
      },
      // Of none, where all are for others.
      pools: pools.length > 0 && here.length === 0 ? [NO_POOL] : here,
    };
  }
}

function keysOf(draft: PolicyDraft): readonly TemplateKey[] {
  const keys = draft.afterReplyKey ? [draft.replyKey, draft.afterReplyKey] : [draft.replyKey];
  return keys.map((key) => keyOf(draft, key));
}

/** A line has one way of access; what has none of its own is like any other PPPoE. */
function keyOf({ accessTypes }: PolicyDraft, key: PolicyDraft['replyKey']): TemplateKey {
  return { ...key, accessType: accessTypes[0] ?? 'pppoe' };
}

function idsOf(records: readonly EventRecord[], kind: string): readonly ActorId[] {
  return [...new Set(records.filter((record) => record.kind === kind).map(({ actorId }) => actorId))];
}

/** Given by the process, and not by the router. */
function isAllocated({ kind }: FeedPool): boolean {
  return kind === 'server';
}

/** A line that has a prefix of its own for good needs no other to hand on. */
function givesPrefix({ kind, family, delegatedLength }: FeedPool, { delegatedPrefix }: PolicyDraft): boolean {
  return kind === 'server' && family === 6 && (delegatedLength === null || delegatedPrefix === undefined);
}

function poolOf(tenantId: TenantId, pool: FeedPool): AddressPool {
  const { wireId, name, family, firsts, lasts, delegatedLength, holdSeconds } = pool;
  const ranges = firsts.map((first, index) => ({ first, last: lasts[index] ?? first }));
  const as = delegatedLength === null ? 'framed' : 'delegated';
  return {
    ...{ id: wireId, tenantId, name, ranges, holdMs: holdSeconds * 1_000 },
    ...(family === 6 && { prefix: { length: delegatedLength ?? LINE_PREFIX, as } }),
  };
}
