import { randomBytes, timingSafeEqual } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Clock } from '#actors/system/clock.ts';
import { type HotspotRefusalCode, hotspotRefusals } from '#shared/hotspot/errors.ts';
import type { HotspotLook, HotspotView } from '#shared/hotspot/look.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';
import { companyName, readHotspot, type StoredHotspot, writeHotspot } from './hotspotStore.ts';
import { pngPixels } from './pngPixels.ts';
import { pageMakers } from './vendors/all.ts';

/** What stands on printed vouchers of a company's hotspot. */
export interface HotspotPrint {
  /** Before the code in a QR; empty: the code alone. */
  readonly link: string;
  /** RGB, deflated. */
  readonly logo?: { readonly width: number; readonly height: number; readonly deflated: Buffer };
}

/** How the login pages of a company look; each change is an event. */
export class Hotspots {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(parts: { readonly database: Database; readonly clock: Clock }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
  }

  async view(tenant: TenantId): Promise<HotspotView> {
    return await this.#database.tenantTx(tenant, async (tx) => {
      const stored = await readHotspot(tx);
      return stored ? { look: lookOf(stored), changedAt: stored.changedAt } : { look: await defaultLook(tx) };
    });
  }

  async change(tenant: TenantId, look: HotspotLook, by: UserId): Promise<void> {
    if (look.logo !== '' && !pngPixels(Buffer.from(look.logo, 'base64'))) {
      throw hotspotRefusal(400, 'hotspot/logo-not-understood');
    }
    await this.#database.tenantTx(tenant, async (tx) => {
      const before = await readHotspot(tx);
      const at = this.#clock.now();
      await writeHotspot(tx, look, before?.pageKey ?? newPageKey(), at);
      const changes = changesBetween(shown(before ? lookOf(before) : await defaultLook(tx)), shown(look));
      await recordAct(tx, { kind: 'hotspot', id: ActorId.parse(tenant), type: 'hotspot.changed', changes, by, at });
    });
  }

  /** The key under which routers fetch the pages; made when somebody first needs it. */
  async pageKey(tenant: TenantId): Promise<string> {
    return await this.#database.tenantTx(tenant, async (tx) => {
      const stored = await readHotspot(tx);
      if (stored) return stored.pageKey;
      const key = newPageKey();
      await writeHotspot(tx, await defaultLook(tx), key, this.#clock.now());
      return key;
    });
  }

  /** Undefined when the key is not the company's. */
  async lookByKey(tenant: TenantId, key: string): Promise<HotspotLook | undefined> {
    const stored = await this.#database.tenantTx(tenant, (tx) => readHotspot(tx));
    if (!stored) return undefined;
    const [given, own] = [Buffer.from(key), Buffer.from(stored.pageKey)];
    return given.length === own.length && timingSafeEqual(given, own) ? lookOf(stored) : undefined;
  }

  async print(tenant: TenantId): Promise<HotspotPrint> {
    const { look } = await this.view(tenant);
    const pixels = look.logo === '' ? undefined : pngPixels(Buffer.from(look.logo, 'base64'));
    const [maker] = pageMakers;
    return {
      link: maker?.codeLink(look) ?? '',
      ...(pixels ? { logo: { width: pixels.width, height: pixels.height, deflated: deflateSync(pixels.rgb) } } : {}),
    };
  }
}

export function hotspotRefusal(status: number, code: HotspotRefusalCode): HttpProblem {
  return refused(hotspotRefusals, status, code);
}

/** Not secret, for the pages are shown to everybody; but nobody finds the companies of an installation by trying. */
function newPageKey(): string {
  return randomBytes(18).toString('base64url');
}

function lookOf({ pageKey: _, changedAt: _at, ...look }: StoredHotspot): HotspotLook {
  return look;
}

async function defaultLook(tx: TenantTx): Promise<HotspotLook> {
  return {
    name: await companyName(tx),
    welcome: '',
    support: '',
    howToPay: '',
    loginHost: '',
    colour: '#0f766e',
    logo: '',
    languages: ['en', 'sw'],
    loginBy: 'voucher',
    voucherPassword: 'code',
  };
}

/** A logo is no text for a log. */
function shown({ logo, ...look }: HotspotLook): Omit<HotspotLook, 'logo'> & { readonly hasLogo: boolean } {
  return { ...look, hasLogo: logo !== '' };
}
