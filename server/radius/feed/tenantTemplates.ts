import { isDeepStrictEqual } from 'node:util';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { ToRadius, WrittenTemplate } from '../control/controlMessage.ts';
import { replyTemplate } from '../reply/replyTemplate.ts';
import type { ServiceProfile } from '../reply/serviceProfile.ts';
import type { FeedSources } from './feedSources.ts';
import type { FeedPackage, FeedPool } from './radiusFeedStore.ts';
import { type TemplateKey, templateKeyIn, templateText } from './replyKey.ts';
import { serviceProfileOf } from './serviceProfileOf.ts';

const PER_MESSAGE = 50;

/** A tenant's prepared replies: their numbers, and what they say as packages are now. */
export class TenantTemplates {
  readonly #tenant: TenantId;
  readonly #sources: FeedSources;
  readonly #numbers = new Map<string, number>();
  /** By number: what the process was last told it says, and what it said before that. */
  readonly #profiles = new Map<number, { readonly now: ServiceProfile; readonly before?: ServiceProfile }>();
  #packages: ReadonlyMap<ActorId, FeedPackage> = new Map();
  #pools: ReadonlyMap<ActorId, FeedPool> = new Map();

  constructor(tenant: TenantId, sources: FeedSources) {
    this.#tenant = tenant;
    this.#sources = sources;
  }

  know(packages: ReadonlyMap<ActorId, FeedPackage>, pools: ReadonlyMap<ActorId, FeedPool>): void {
    this.#packages = packages;
    this.#pools = pools;
  }

  /** Undefined for a package that is not known. */
  numberOf(key: TemplateKey): number | undefined {
    return this.#packages.has(key.packageId) ? this.#numbers.get(templateText(key)) : undefined;
  }

  /** What a template wants of a router, and wanted before its package was changed last. */
  profile(number: number): { readonly now: ServiceProfile; readonly before?: ServiceProfile } | undefined {
    return this.#profiles.get(number);
  }

  /** Gives these a number; answers those that the process has not heard of. */
  async require(keys: readonly TemplateKey[]): Promise<readonly WrittenTemplate[]> {
    const fresh = new Map(
      keys
        .filter(({ packageId }) => this.#packages.has(packageId))
        .map((key) => [templateText(key), key] as const)
        .filter(([text]) => !this.#numbers.has(text)),
    );
    if (fresh.size === 0) return [];
    const numbered = await this.#sources.numberTemplates(this.#tenant, [...fresh.keys()]);
    for (const { key, id } of numbered) this.#numbers.set(key, id);
    return numbered.flatMap(({ key, id }) => this.#written(fresh.get(key)!, id));
  }

  /** Every one that has a number, as it is now. */
  async *all(): AsyncGenerator<ToRadius> {
    const numbered = await this.#sources.numberedTemplates(this.#tenant);
    for (const { key, id } of numbered) this.#numbers.set(key, id);
    for (let from = 0; from < numbered.length; from += PER_MESSAGE) {
      const templates = numbered.slice(from, from + PER_MESSAGE).flatMap(({ key, id }) => {
        const read = templateKeyIn(key);
        return read ? this.#written(read, id) : [];
      });
      if (templates.length > 0) yield { say: 'templates', templates };
    }
  }

  #written(key: TemplateKey, id: number): readonly WrittenTemplate[] {
    const bought = this.#packages.get(key.packageId);
    if (!bought) return [];
    const profile = serviceProfileOf(key, bought, this.#pools);
    this.#remember(id, profile);
    const { attributes, interimSeconds } = replyTemplate(id, profile);
    const written = Object.entries(attributes).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
    return [{ id, attributes: Object.fromEntries(written) as Record<string, string>, interimSeconds }];
  }

  #remember(id: number, profile: ServiceProfile): void {
    const known = this.#profiles.get(id);
    if (known && isDeepStrictEqual(known.now, profile)) return;
    this.#profiles.set(id, known ? { now: profile, before: known.now } : { now: profile });
  }
}
