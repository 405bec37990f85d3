import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { OnboardingCheck, OnboardingItem, OnboardingReport } from '#shared/nas/onboarding.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Config } from '../../platform/config/config.ts';
import { nasRefusal } from '../nasRefusal.ts';
import type { NasRegistry } from '../nasRegistry.ts';
import type { StoredNas } from '../storedNas.ts';
import { nasDriverOf } from '../vendors/all.ts';
import type { NasDriver, NasWire } from '../vendors/nasDriver.ts';
import type { NasNeeds, RefusedChange } from '../vendors/nasOnboarding.ts';
import type { ProductLogin } from './productLogin.ts';

export interface OnboardingDeskOptions {
  readonly routers: Config['routers'];
  readonly registry: NasRegistry;
  readonly clock: Clock;
  readonly logins: ProductLogin;
  readonly wireOf: (tenant: TenantId, id: ActorId) => NasWire;
  /** Of the router's software, as last heard. */
  readonly versionOf: (tenant: TenantId, id: ActorId) => string | undefined;
}

/** Long enough that a router's sessions do not report all the time, short enough to bill by. */
const INTERIM_MINUTES = 5;

/** What a router needs from this installation: said as a script, compared with what it has, and put right. */
export class OnboardingDesk {
  readonly #options: OnboardingDeskOptions;

  constructor(options: OnboardingDeskOptions) {
    this.#options = options;
  }

  /** Throws HttpProblem when it is not known where routers reach this server. */
  requireFacingAddress(): void {
    if (this.#options.routers.facingAddresses.length === 0) throw nasRefusal('nas/address-unknown');
  }

  /** Just now. A new login that turns out to work becomes the registered one. */
  async check(nas: StoredNas, signal: AbortSignal): Promise<OnboardingReport> {
    const { clock, logins } = this.#options;
    const driver = this.#driverOf(nas);
    const checks = await this.compare(nas, signal);
    const readAt = clock.now();
    await logins.adopt(nas, driver, signal);
    return { readAt, checks: [...checks] };
  }

  async compare(nas: StoredNas, signal: AbortSignal): Promise<readonly OnboardingCheck[]> {
    const needs = await this.#needsOf(nas, false);
    return await this.#driverOf(nas).onboarding.check(this.#wireOf(nas), needs, signal);
  }

  /** Holds the secrets of the router. */
  async script(nas: StoredNas): Promise<string> {
    const needs = await this.#needsOf(nas, true);
    return this.#driverOf(nas).onboarding.script(needs, nas.name);
  }

  async putRight(
    nas: StoredNas,
    items: readonly OnboardingItem[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly RefusedChange[]> {
    const needs = await this.#needsOf(nas, true);
    return await this.#driverOf(nas).onboarding.putRight(this.#wireOf(nas), needs, items, signal);
  }

  /** Why the router lets the product in no more, by the login it has from now on; undefined: it does. */
  async refusalOf(nas: StoredNas, signal: AbortSignal): Promise<string | undefined> {
    const { logins, registry } = this.#options;
    const driver = this.#driverOf(nas);
    if (await logins.adopt(nas, driver, signal)) return undefined;
    const login = { user: nas.username, password: registry.open(nas, 'password') };
    return await logins.refusalOf(nas, driver, login, signal);
  }

  async #needsOf(nas: StoredNas, makeLogin: boolean): Promise<NasNeeds> {
    const { routers, registry, logins, versionOf } = this.#options;
    const { facingAddresses, ...ports } = routers;
    this.requireFacingAddress();
    return {
      ...ports,
      servers: facingAddresses,
      interimMinutes: INTERIM_MINUTES,
      radiusSecret: registry.open(nas, 'radiusSecret'),
      radiusSource: sourceOf(nas),
      loginNow: nas.username,
      ...(await logins.wantedOf(nas, this.#driverOf(nas), makeLogin)),
      port: nas.port,
      security: nas.security,
      version: versionOf(nas.tenant, nas.id),
    };
  }

  #wireOf({ tenant, id }: StoredNas): NasWire {
    return this.#options.wireOf(tenant, id);
  }

  #driverOf({ vendor }: StoredNas): NasDriver {
    const driver = nasDriverOf(vendor);
    if (!driver) throw new NasTrouble('nonsense', `no driver is called ${vendor}`);
    return driver;
  }
}

/** Through a tunnel the router sends from its end of it; behind shared translation from an address it does not have. */
function sourceOf({ attribution, tunnelAddress, radiusSource }: StoredNas): string | undefined {
  if (attribution === 'tunnel') return tunnelAddress ?? undefined;
  return attribution === 'address' ? (radiusSource ?? undefined) : undefined;
}
