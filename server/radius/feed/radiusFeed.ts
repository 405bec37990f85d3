import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { EventLog } from '../../platform/eventLog/eventLog.ts';
import type { RadiusHello } from '../control/controlLink.ts';
import type { RadiusLine, RadiusNews } from '../supervision/radiusLine.ts';
import { AcknowledgedPositions } from './acknowledgedPositions.ts';
import { FeedRun } from './feedRun.ts';
import type { FeedSources } from './feedSources.ts';

export interface RadiusFeedOptions {
  readonly clock: Clock;
  readonly line: RadiusLine;
  readonly sources: FeedSources;
  readonly eventLog: Pick<EventLog, 'follow'>;
  readonly tenants: () => readonly TenantId[];
  /** Position of the tenant's last committed event. */
  readonly head: (tenant: TenantId) => Promise<number>;
  /** Of the code that works policies out: what was loaded by another is loaded anew. */
  readonly revision: { loaded(): string | undefined; present: string; keep(): void };
  readonly onTrouble: (what: string, error: unknown) => void;
}

const AGAIN_MS = 500;

/**
 * Keeps the RADIUS process's memory up with the database: as a whole where it has to be, else from the positions it says
 * it is at, and from then on with every committed event.
 */
export class RadiusFeed {
  readonly acknowledged = new AcknowledgedPositions();
  readonly #options: RadiusFeedOptions;
  #unlisten: (() => void) | undefined;
  #run: FeedRun | undefined;
  #timer: unknown;
  #stopped = false;

  constructor(options: RadiusFeedOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unlisten = this.#options.line.listen({
      up: (hello) => this.#begin(hello),
      down: () => void this.#end(),
      heard: (news) => this.#heard(news),
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten?.();
    await this.#end();
  }

  tenantAdded(tenant: TenantId): void {
    this.#run?.follow(tenant, undefined).catch((error: unknown) => this.#failed(error, undefined));
  }

  /** Whether the process has everything and follows. */
  get settled(): boolean {
    return this.#run?.settled ?? false;
  }

  /** What a template wants of a router now, and wanted before its package was changed last. */
  profile(tenant: TenantId, template: number): ReturnType<FeedRun['profile']> {
    return this.#run?.profile(tenant, template);
  }

  /** Of pools that the process allocates from, by number. */
  poolsByNumber(tenant: TenantId): ReturnType<FeedRun['poolsByNumber']> {
    return this.#run?.poolsByNumber(tenant) ?? new Map();
  }

  /** The longest that a committed change has been on its way. */
  get lagMs(): number {
    return this.#run?.lagMs ?? 0;
  }

  /** Resolves when the process acts by everything up to this position of the tenant's log. Rejects on abort. */
  whenAcknowledged(tenant: TenantId, position: number, signal: AbortSignal): Promise<void> {
    return this.acknowledged.when(tenant, position, signal);
  }

  #begin(hello: RadiusHello): void {
    if (this.#stopped) return;
    this.acknowledged.reset();
    const run = new FeedRun({ ...this.#options, hello, onLost: (error) => this.#failed(error, {}) });
    this.#run = run;
    run.begin().catch((error: unknown) => this.#failed(error, undefined));
  }

  #heard(news: RadiusNews): void {
    if (news.say === 'position') this.acknowledged.acknowledged(news.tenantId, Number(news.position));
    else if (news.say === 'settled') this.#run?.loaded(news.load);
  }

  async #end(): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer);
    const run = this.#run;
    this.#run = undefined;
    await run?.end();
  }

  /** The database is away, most often. Going on from the same positions again is harmless; from none it is a load. */
  #failed(error: unknown, positions: RadiusHello['positions'] | undefined): void {
    const { clock, line, onTrouble } = this.#options;
    const hello = line.hello;
    if (this.#stopped || !hello) return;
    onTrouble('the RADIUS process could not be told everything; it is tried again', error);
    void this.#end();
    this.#timer = clock.setTimeout(() => {
      if (line.hello === hello) this.#begin({ ...hello, positions: positions ?? hello.positions });
    }, AGAIN_MS);
  }
}
