import type { TenantId } from '#shared/values/ids.ts';
import type { Follower } from '../../platform/eventLog/follower.ts';
import type { RadiusHello } from '../control/controlLink.ts';
import type { ToRadius } from '../control/controlMessage.ts';
import type { RadiusFeedOptions } from './radiusFeed.ts';
import { TenantFeed } from './tenantFeed.ts';

export interface FeedRunOptions extends RadiusFeedOptions {
  readonly hello: RadiusHello;
  /** It can't go on from where it is: everything has to be said. */
  readonly onLost: (error: Error) => void;
}

/** The run was ended under way; nobody minds. */
class RunEnded extends Error {
  override readonly name = 'RunEnded';
}

const LOADED_WITHIN_MS = 120_000;
const SHORTEST_TIMER_MS = 1_000;
const LONGEST_TIMER_MS = 3_600_000;

/** Feeding one connection of the RADIUS process, from its hello to its end. */
export class FeedRun {
  readonly #options: FeedRunOptions;
  readonly #feeds = new Map<TenantId, TenantFeed>();
  readonly #followers = new Map<TenantId, Follower>();
  readonly #timers = new Map<TenantId, unknown>();
  readonly #load: number;
  readonly #loaded = Promise.withResolvers<void>();
  /** What is read is said before anything else is read, so that nothing older is said after something newer. */
  #turns: Promise<void> = Promise.resolve();
  #ended = false;
  settled = false;

  constructor(options: FeedRunOptions) {
    this.#options = options;
    // Records keep it as u32; another than that of the load before is all it has to be.
    this.#load = options.clock.now() % 2 ** 32;
    this.#loaded.promise.catch(() => undefined);
  }

  get lagMs(): number {
    return Math.max(0, ...[...this.#followers.values()].map(({ lagMs }) => lagMs));
  }

  poolsByNumber(tenant: TenantId): TenantFeed['poolsByNumber'] {
    return this.#feeds.get(tenant)?.poolsByNumber ?? new Map();
  }

  profile(tenant: TenantId, template: number): ReturnType<TenantFeed['profile']> {
    return this.#feeds.get(tenant)?.profile(template);
  }

  /** Resolves when everything was said. Rejects when it could not be. */
  async begin(): Promise<void> {
    const { tenants, revision } = this.#options;
    try {
      const heads = new Map<TenantId, number>();
      for (const tenant of tenants()) heads.set(tenant, await this.#options.head(tenant));
      const whole =
        revision.loaded() !== revision.present || [...heads].some(([tenant, head]) => !this.#fits(tenant, head));
      if (whole) await this.#sayAll(heads);
      else for (const tenant of heads.keys()) await this.follow(tenant, Number(this.#options.hello.positions[tenant]));
      this.settled = true;
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
    }
  }

  /** `from`: a position the process is at; undefined: it knows nothing of the tenant. */
  async follow(tenant: TenantId, from: number | undefined): Promise<void> {
    if (this.#followers.has(tenant) || this.#ended) return;
    const feed = this.#feedOf(tenant);
    const head = from ?? (await this.#options.head(tenant));
    await this.#turn(() => this.#sayEach(feed.frame()));
    if (from === undefined) await this.#sayPolicies(feed);
    this.#follow(feed, head);
  }

  /** The process has taken a load in. */
  loaded(load: number): void {
    if (load === this.#load) this.#loaded.resolve();
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#loaded.reject(new RunEnded('the process is gone'));
    for (const timer of this.#timers.values()) this.#options.clock.clearTimeout(timer);
    await Promise.all([...this.#followers.values()].map((follower) => follower.stop()));
  }

  /** Whether following the log from where the process is leads to now. */
  #fits(tenant: TenantId, head: number): boolean {
    const position = this.#options.hello.positions[tenant];
    return position !== undefined && Number(position) <= head;
  }

  async #sayAll(heads: ReadonlyMap<TenantId, number>): Promise<void> {
    const { revision, clock } = this.#options;
    await this.#say({ say: 'load', load: this.#load });
    const feeds = [...heads.keys()].map((tenant) => this.#feedOf(tenant));
    for (const feed of feeds) await this.#turn(() => this.#sayEach(feed.frame()));
    for (const feed of feeds) await this.#sayPolicies(feed);
    await this.#say({ say: 'settled', load: this.#load });
    const impatience = clock.setTimeout(
      () => this.#loaded.reject(new Error('the RADIUS process does not say that it has loaded')),
      LOADED_WITHIN_MS,
    );
    try {
      await this.#loaded.promise;
    } finally {
      clock.clearTimeout(impatience);
    }
    revision.keep();
    for (const feed of feeds) this.#follow(feed, heads.get(feed.tenant)!);
  }

  #feedOf(tenant: TenantId): TenantFeed {
    const known = this.#feeds.get(tenant);
    if (known) return known;
    const feed = new TenantFeed(tenant, this.#options.sources);
    this.#feeds.set(tenant, feed);
    return feed;
  }

  async #sayPolicies(feed: TenantFeed): Promise<void> {
    const pages = feed.policies();
    for (let done = false; !done;) {
      await this.#turn(async () => {
        const page = await pages.next();
        done = page.done ?? false;
        if (!page.done) for (const message of page.value) await this.#say(message);
      });
    }
  }

  #follow(feed: TenantFeed, from: number): void {
    const { tenant } = feed;
    if (this.#ended || this.#followers.has(tenant)) return;
    this.#sayPosition(tenant, from);
    this.#watchSecrets(feed);
    const follower = this.#options.eventLog.follow({
      tenant,
      name: 'radius',
      from,
      onEvents: async (records) => {
        await this.#turn(() => this.#sayEach(feed.changes(records))).catch((error: unknown) => {
          if (!(error instanceof RunEnded)) throw error;
        });
        if (records.some(({ kind }) => kind === 'nas')) this.#watchSecrets(feed);
        this.#sayPosition(tenant, records.at(-1)!.position);
      },
      onFailure: (error) => this.#options.onTrouble('a change could not be told to the RADIUS process', error),
      onMissing: () => this.#options.onLost(new Error('events that the RADIUS process has not heard of are gone')),
    });
    this.#followers.set(tenant, follower);
  }

  /** A former secret counts until its end. */
  #watchSecrets(feed: TenantFeed): void {
    const { clock, onTrouble } = this.#options;
    clock.clearTimeout(this.#timers.get(feed.tenant));
    if (feed.secretEndsAt === undefined || this.#ended) return;
    const waitMs = Math.min(Math.max(SHORTEST_TIMER_MS, feed.secretEndsAt - clock.now()), LONGEST_TIMER_MS);
    const timer = clock.setTimeout(() => {
      this.#turn(() => this.#sayEach(feed.endedSecrets(clock.now())))
        .catch((error: unknown) => onTrouble('a former secret could not be withdrawn; it is tried again', error))
        .then(() => this.#watchSecrets(feed))
        .catch(() => undefined);
    }, waitMs);
    this.#timers.set(feed.tenant, timer);
  }

  #sayPosition(tenant: TenantId, position: number): void {
    if (!this.#ended) this.#options.line.send({ say: 'position', tenantId: tenant, position: String(position) });
  }

  async #sayEach(messages: AsyncIterable<ToRadius>): Promise<void> {
    for await (const message of messages) await this.#say(message);
  }

  async #say(message: ToRadius): Promise<void> {
    if (this.#ended) throw new RunEnded('the process is gone');
    if (!this.#options.line.send(message)) await this.#options.line.ready();
  }

  #turn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turns.then(() => {
      if (this.#ended) throw new RunEnded('the process is gone');
      return work();
    });
    this.#turns = mine.catch(() => undefined);
    return mine;
  }
}
