import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { ToRadius, WrittenTemplate } from '../control/controlMessage.ts';
import { replyTemplate } from '../reply/replyTemplate.ts';
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
    const { attributes, interimSeconds } = replyTemplate(id, serviceProfileOf(key, bought, this.#pools));
    const written = Object.entries(attributes).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
    return [{ id, attributes: Object.fromEntries(written) as Record<string, string>, interimSeconds }];
  }
}
