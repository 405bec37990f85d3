import type { OnboardingCheck, OnboardingItem } from '#shared/nas/onboarding.ts';
import type { NasSecurity } from '#shared/nas/values.ts';
import type { NasWire } from './nasDriver.ts';

/** What a router must be told so that it works with the product. */
export interface NasNeeds {
  /** Where the router reaches the product. */
  readonly servers: readonly string[];
  readonly authenticationPort: number;
  readonly accountingPort: number;
  readonly radiusSecret: string;
  /** The address that the router sends RADIUS from, if it is to be fixed. */
  readonly radiusSource: string | undefined;
  /** RFC 5176. */
  readonly incomingPort: number;
  /** Of the page in the walled garden, over plain HTTP. */
  readonly portalPort: number;
  readonly interimMinutes: number;
  readonly ntpServers: readonly string[];
  /** The login that the product is to have. */
  readonly user: string;
  /** Undefined: none is made yet; then the login is compared without it and never written. */
  readonly password: string | undefined;
  /** The login that the product has now. */
  readonly loginNow: string;
  readonly port: number;
  readonly security: NasSecurity;
  /** Of the router's software, as last heard. */
  readonly version: string | undefined;
}

/** A change that the router did not take, in its own words. */
export interface RefusedChange {
  readonly item: OnboardingItem;
  readonly menu: string;
  readonly message: string;
}

/** How routers of one vendor are made to work with the product. */
export interface NasOnboarding {
  /** The login that a router gets for the product alone; any other is a person's and is left as it is. */
  readonly ownUser: string;
  /** Reads the menus that matter and compares. */
  check(wire: NasWire, needs: NasNeeds, signal: AbortSignal): Promise<readonly OnboardingCheck[]>;
  /** For the router's terminal; holds secrets. */
  script(needs: NasNeeds, title: string): string;
  /**
   * Writes what is missing or different, all of it or these items, and goes on after a refusal. What the product's own
   * access hangs on comes last. Safe to repeat.
   */
  putRight(
    wire: NasWire,
    needs: NasNeeds,
    items: readonly OnboardingItem[] | undefined,
    signal: AbortSignal,
  ): Promise<readonly RefusedChange[]>;
}
