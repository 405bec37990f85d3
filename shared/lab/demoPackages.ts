/** A package of the demonstration, as staff would have made it. Speeds in bit/s from the customer's view. */
export interface DemoPackage {
  readonly tenantSlug: string;
  readonly name: string;
  readonly accessTypes: readonly ('pppoe' | 'hotspot')[];
  readonly downBps: number;
  readonly upBps: number;
  /** In the short term, after a quiet time. */
  readonly burst?: {
    readonly downBps: number;
    readonly upBps: number;
    readonly downThresholdBps: number;
    readonly upThresholdBps: number;
    readonly seconds: number;
  };
  /** After so many bytes it goes on at the lower speed. */
  readonly fairUse?: { readonly quotaBytes: number; readonly downBps: number; readonly upBps: number };
  readonly cycle: { readonly unit: 'day' | 'week' | 'month'; readonly count: number };
  readonly sessions: number;
  readonly priceMinor: number;
  readonly currency: string;
}

const M = 1e6;
const GB = 1e9;
const MONTH = { unit: 'month', count: 1 } as const;

const home = (
  tenantSlug: string,
  megabits: number,
  priceMinor: number,
  currency: string,
  more: Partial<DemoPackage> = {},
): DemoPackage => ({
  tenantSlug,
  name: `Home ${megabits}`,
  accessTypes: ['pppoe'],
  downBps: megabits * M,
  upBps: (megabits / 2) * M,
  cycle: MONTH,
  sessions: 1,
  priceMinor,
  currency,
  ...more,
});

const guests = (
  tenantSlug: string,
  name: string,
  unit: 'day' | 'week',
  priceMinor: number,
  currency: string,
): DemoPackage => ({
  tenantSlug,
  name,
  accessTypes: ['hotspot'],
  downBps: 6 * M,
  upBps: 2 * M,
  cycle: { unit, count: 1 },
  sessions: 1,
  priceMinor,
  currency,
});

/** What the two demonstration providers sell. */
export const demoPackages: readonly DemoPackage[] = [
  home('savanna-fibre', 10, 250_000, 'KES'),
  home('savanna-fibre', 20, 350_000, 'KES', {
    burst: {
      downBps: 30 * M,
      upBps: 15 * M,
      downThresholdBps: 15 * M,
      upThresholdBps: 7.5 * M,
      seconds: 16,
    },
  }),
  home('savanna-fibre', 40, 550_000, 'KES', {
    fairUse: { quotaBytes: 600 * GB, downBps: 8 * M, upBps: 4 * M },
  }),
  home('savanna-fibre', 100, 1_200_000, 'KES', { name: 'Business 100', upBps: 100 * M, sessions: 2 }),
  guests('savanna-fibre', 'Hotspot day', 'day', 5000, 'KES'),
  guests('savanna-fibre', 'Hotspot week', 'week', 25_000, 'KES'),
  home('padma-net', 10, 60_000, 'BDT'),
  home('padma-net', 20, 80_000, 'BDT'),
  home('padma-net', 50, 120_000, 'BDT', { fairUse: { quotaBytes: 800 * GB, downBps: 10 * M, upBps: 5 * M } }),
  guests('padma-net', 'Hotspot day', 'day', 2000, 'BDT'),
];
