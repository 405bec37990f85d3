import type { RadiusPacket } from '#server/platform/transport/radius/radiusPacket.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { Registry } from '../memory/registry.ts';
import { KnownNas } from './knownNas.ts';
import type { RadiusNas } from './radiusNas.ts';

/** Routers by the address their packets come from; where several share one, by their NAS-Identifier. */
export class NasTable {
  readonly #tenants: Registry;
  readonly #routers: Registry;
  readonly #byId = new Map<string, KnownNas>();
  readonly #bySource = new Map<string, readonly KnownNas[]>();

  constructor(tenants: Registry, routers: Registry) {
    this.#tenants = tenants;
    this.#routers = routers;
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): IterableIterator<KnownNas> {
    return this.#byId.values();
  }

  byId(nasId: string): KnownNas | undefined {
    return this.#byId.get(nasId);
  }

  byNumber(number: number): KnownNas | undefined {
    return this.#byId.get(this.#routers.id(number));
  }

  put(entry: RadiusNas): void {
    const before = this.#byId.get(entry.nasId);
    if (before) this.remove(entry.nasId);
    if (entry.secrets.length === 0 || entry.secrets.includes('')) return;
    const known = new KnownNas(entry, this.#tenants.number(entry.tenantId), this.#routers.number(entry.nasId), before);
    this.#byId.set(entry.nasId, known);
    for (const source of entry.sources) this.#bySource.set(source, [...(this.#bySource.get(source) ?? []), known]);
  }

  remove(nasId: string): void {
    const known = this.#byId.get(nasId);
    if (!known) return;
    this.#byId.delete(nasId);
    for (const source of known.entry.sources) {
      const others = (this.#bySource.get(source) ?? []).filter((other) => other !== known);
      if (others.length === 0) this.#bySource.delete(source);
      else this.#bySource.set(source, others);
    }
  }

  /** Those that were not put since the load began. */
  retain(nasIds: ReadonlySet<string>): void {
    for (const id of [...this.#byId.keys()]) if (!nasIds.has(id)) this.remove(id);
  }

  isSource(address: string): boolean {
    return this.#bySource.has(address);
  }

  /** Undefined: nobody's address, or none of those that share it has this identifier. */
  of(source: string, packet: RadiusPacket): KnownNas | undefined {
    const here = this.#bySource.get(source);
    if (!here) return undefined;
    const only = here[0]!;
    if (here.length === 1 && only.entry.nasIdentifier === undefined) return only;
    const identifier = packet.text(standardAttribute.nasIdentifier);
    return here.find(({ entry }) => entry.nasIdentifier === identifier);
  }
}
