import type { Clock } from '#actors/system/clock.ts';
import type { HotspotLook } from '#shared/hotspot/look.ts';
import type { TenantId } from '#shared/values/ids.ts';

export interface GardenMemoryOptions {
  readonly clock: Clock;
  readonly lookOf: (tenant: TenantId) => Promise<HotspotLook>;
  /** Open sessions. */
  readonly open: (tenant: TenantId) => Iterable<{ readonly username: string; readonly ipv4?: string | undefined }>;
}

/** When a network's lines expire together their devices all ask at once: what answers them is worked out so often at most. */
const KEPT_MS = 5_000;

/** How companies look and who has which address, as of a moment ago. */
export class GardenMemory {
  readonly #options: GardenMemoryOptions;
  readonly #looks = new Map<TenantId, { readonly at: number; readonly look: Promise<HotspotLook> }>();
  readonly #users = new Map<TenantId, { readonly at: number; readonly byAddress: Map<string, string[]> }>();

  constructor(options: GardenMemoryOptions) {
    this.#options = options;
  }

  lookOf(tenant: TenantId): Promise<HotspotLook> {
    const now = this.#options.clock.now();
    const known = this.#looks.get(tenant);
    if (known && now - known.at < KEPT_MS) return known.look;
    const look = this.#options.lookOf(tenant);
    look.catch(() => this.#looks.delete(tenant));
    this.#looks.set(tenant, { at: now, look });
    return look;
  }

  usersAt(tenant: TenantId, address: string): readonly string[] {
    const now = this.#options.clock.now();
    const known = this.#users.get(tenant);
    if (known && now - known.at < KEPT_MS) return known.byAddress.get(address) ?? [];
    const byAddress = new Map<string, string[]>();
    for (const { username, ipv4 } of this.#options.open(tenant)) {
      if (ipv4 === undefined) continue;
      const users = byAddress.get(ipv4);
      if (users) users.push(username);
      else byAddress.set(ipv4, [username]);
    }
    this.#users.set(tenant, { at: now, byAddress });
    return byAddress.get(address) ?? [];
  }
}
