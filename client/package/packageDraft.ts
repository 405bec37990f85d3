import { z } from 'zod';
import { PackageRepliesAsked, PackageRoutersAsked } from '#shared/package/onRouters.ts';
import { packageTrouble, type PackageRates } from '#shared/package/packageTrouble.ts';
import { NewPackage, PackageChange, type PackageRecord } from '#shared/package/registration.ts';
import { AccessType, CycleUnit, OnExpiry, QuotaCounts, SessionPolicy, TimeOfDay } from '#shared/package/values.ts';
import { decimalsOf } from '../voucher/price.ts';

const Mbps = z.number().min(0.001).max(400_000);

/** Other rates at some times, in Mbit/s. */
export const ProfileDraft = z.object({
  days: z.array(z.int().min(1).max(7)).min(1),
  from: TimeOfDay,
  until: TimeOfDay,
  down: Mbps,
  up: Mbps,
});
export type ProfileDraft = z.infer<typeof ProfileDraft>;

/** What the form holds: Mbit/s, GB and whole currency units, as people say them. */
export const PackageDraft = z
  .object({
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().max(1000),
    accessTypes: z.array(AccessType).min(1),
    limited: z.boolean(),
    down: Mbps.optional(),
    up: Mbps.optional(),
    bursts: z.boolean(),
    burstDown: Mbps.optional(),
    burstUp: Mbps.optional(),
    thresholdDown: Mbps.optional(),
    thresholdUp: Mbps.optional(),
    secondsDown: z.int().min(1).max(300).optional(),
    secondsUp: z.int().min(1).max(300).optional(),
    guaranteed: z.boolean(),
    guaranteedDown: Mbps.optional(),
    guaranteedUp: Mbps.optional(),
    priority: z.int().min(1).max(8),
    profiles: z.array(ProfileDraft).max(12),
    quotaGb: z.number().min(0.001).max(1_000_000).optional(),
    quotaCounts: QuotaCounts,
    afterQuota: z.enum(['throttle', 'block']),
    fupDown: Mbps.optional(),
    fupUp: Mbps.optional(),
    cycleCount: z.int().min(1).max(1000),
    cycleUnit: CycleUnit,
    sessions: z.int().min(0).max(1000),
    sessionPolicy: SessionPolicy,
    poolId: z.string(),
    ipv6PoolId: z.string(),
    addressList: z.string().trim().max(120),
    routerProfile: z.string().trim().max(120),
    idleTimeoutS: z.int().min(30).max(86_400).optional(),
    interimS: z.int().min(60).max(3600),
    graceMs: z.number().min(0).optional(),
    onExpiry: OnExpiry,
    price: z.number().min(0),
    currency: z.string(),
    /** Save although a router lacks what is named. */
    despiteRouters: z.boolean(),
  })
  .superRefine((draft, context) => {
    const need = (path: keyof PackageDraft): void => {
      if (draft[path] === undefined) context.addIssue({ code: 'invalid_type', expected: 'number', path: [path] });
    };
    if (draft.limited) (['down', 'up'] as const).forEach(need);
    if (draft.limited && draft.bursts)
      (['burstDown', 'burstUp', 'thresholdDown', 'thresholdUp', 'secondsDown', 'secondsUp'] as const).forEach(need);
    if (draft.limited && draft.guaranteed) (['guaranteedDown', 'guaranteedUp'] as const).forEach(need);
    if (draft.quotaGb !== undefined && draft.afterQuota === 'throttle') (['fupDown', 'fupUp'] as const).forEach(need);
    const trouble = packageTrouble(ratesOf(draft));
    if (trouble) context.addIssue({ code: 'custom', path: [shownAt[trouble.path]], message: trouble.message });
  });
export type PackageDraft = z.infer<typeof PackageDraft>;

/** Beside which field of the form a fault of the package is said. */
const shownAt: Readonly<Record<keyof PackageRates, keyof PackageDraft>> = {
  downBps: 'down',
  upBps: 'up',
  burst: 'burstDown',
  limitAt: 'guaranteedDown',
  profiles: 'profiles',
  quotaBytes: 'quotaGb',
  fup: 'fupDown',
};

const bps = (mbps: number | undefined): number => Math.round((mbps ?? 0) * 1e6);
const mbps = (rate: number | null | undefined): number | undefined => (rate ? rate / 1e6 : undefined);
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What the draft says about rates and quota, in the package's terms; also of one that is not finished. */
export function ratesOf(draft: PackageDraft): PackageRates {
  const limited = draft.limited && draft.down !== undefined && draft.up !== undefined;
  const direction = (limit?: number, threshold?: number, seconds = 1) => ({
    ...{ limitBps: bps(limit), thresholdBps: bps(threshold), seconds },
  });
  const bursts = limited && draft.bursts && draft.burstDown !== undefined && draft.burstUp !== undefined;
  const hasQuota = draft.quotaGb !== undefined;
  return {
    downBps: limited ? bps(draft.down) : null,
    upBps: limited ? bps(draft.up) : null,
    burst: bursts
      ? {
          down: direction(draft.burstDown, draft.thresholdDown, draft.secondsDown),
          up: direction(draft.burstUp, draft.thresholdUp, draft.secondsUp),
        }
      : null,
    limitAt:
      limited && draft.guaranteed ? { downBps: bps(draft.guaranteedDown), upBps: bps(draft.guaranteedUp) } : null,
    profiles: draft.profiles.map(({ days, from, until, down, up }) => ({
      ...{ days, from, until, rates: { downBps: bps(down), upBps: bps(up) } },
    })),
    quotaBytes: hasQuota ? Math.round((draft.quotaGb ?? 0) * 1e9) : null,
    fup: !hasQuota
      ? null
      : draft.afterQuota === 'block'
        ? { act: 'block' }
        : { act: 'throttle', rates: { downBps: bps(draft.fupDown), upBps: bps(draft.fupUp) } },
  };
}

/** The form of a package on record, or of a new one. */
export function draftOf(record: PackageRecord | undefined, currency: string): PackageDraft {
  const { burst, limitAt, fup } = record ?? { burst: null, limitAt: null, fup: null };
  const slow = fup?.act === 'throttle' ? fup.rates : undefined;
  return {
    name: record?.name ?? '',
    description: record?.description ?? '',
    accessTypes: record?.accessTypes ?? ['pppoe'],
    limited: record ? record.downBps !== null : true,
    down: mbps(record?.downBps),
    up: mbps(record?.upBps),
    bursts: burst !== null,
    burstDown: mbps(burst?.down.limitBps),
    burstUp: mbps(burst?.up.limitBps),
    thresholdDown: mbps(burst?.down.thresholdBps),
    thresholdUp: mbps(burst?.up.thresholdBps),
    secondsDown: burst?.down.seconds,
    secondsUp: burst?.up.seconds,
    guaranteed: limitAt !== null,
    guaranteedDown: mbps(limitAt?.downBps),
    guaranteedUp: mbps(limitAt?.upBps),
    priority: record?.priority ?? 8,
    profiles: (record?.profiles ?? []).map(({ days, from, until, rates }) => ({
      ...{ days, from, until, down: rates.downBps / 1e6, up: rates.upBps / 1e6 },
    })),
    quotaGb: record?.quotaBytes ? record.quotaBytes / 1e9 : undefined,
    quotaCounts: record?.quotaCounts ?? 'total',
    afterQuota: fup?.act ?? 'throttle',
    fupDown: mbps(slow?.downBps),
    fupUp: mbps(slow?.upBps),
    cycleCount: record?.cycle.count ?? 1,
    cycleUnit: record?.cycle.unit ?? 'month',
    sessions: record?.sessions ?? 1,
    sessionPolicy: record?.sessionPolicy ?? 'newestWins',
    poolId: record?.poolId ?? 'none',
    ipv6PoolId: record?.ipv6PoolId ?? 'none',
    addressList: record?.addressList ?? '',
    routerProfile: record?.routerProfile ?? '',
    idleTimeoutS: record?.idleTimeoutS ?? undefined,
    interimS: record?.interimS ?? 300,
    graceMs: record?.graceMs ?? 0,
    onExpiry: record?.onExpiry ?? 'walledGarden',
    price: record ? record.priceMinor / 10 ** decimalsOf(record.currency) : 0,
    currency: record?.currency ?? currency,
    despiteRouters: false,
  };
}

function fieldsOf(draft: PackageDraft) {
  const { name, description, accessTypes, priority, quotaCounts, sessions, sessionPolicy } = draft;
  return {
    ...{ name, description, accessTypes, priority, quotaCounts, sessions, sessionPolicy },
    ...ratesOf(draft),
    cycle: { unit: draft.cycleUnit, count: draft.cycleCount },
    poolId: draft.poolId === 'none' ? null : draft.poolId,
    ipv6PoolId: draft.ipv6PoolId === 'none' ? null : draft.ipv6PoolId,
    addressList: orNull(draft.addressList),
    routerProfile: orNull(draft.routerProfile),
    idleTimeoutS: draft.idleTimeoutS ?? null,
    interimS: draft.interimS,
    graceMs: draft.graceMs ?? 0,
    onExpiry: draft.onExpiry,
    priceMinor: Math.round(draft.price * 10 ** decimalsOf(draft.currency)),
    currency: draft.currency,
  };
}

/** What routers would be told depends on this; undefined while the form does not hold together. */
export function repliesAskedOf(draft: PackageDraft, accessType: AccessType): PackageRepliesAsked | undefined {
  return PackageRepliesAsked.safeParse({ ...fieldsOf(draft), accessType }).data;
}

/** What is to be found on routers. */
export function routersAskedOf(draft: PackageDraft): PackageRoutersAsked | undefined {
  return PackageRoutersAsked.safeParse(fieldsOf(draft)).data;
}

export function newPackageOf(draft: PackageDraft): NewPackage {
  return NewPackage.parse(fieldsOf(draft));
}

/** What differs from the record, and the version it was made from. */
export function changeOf(draft: PackageDraft, record: PackageRecord): PackageChange {
  const known = record as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(fieldsOf(draft)).filter(
    ([field, value]) => JSON.stringify(known[field]) !== JSON.stringify(value),
  );
  return PackageChange.parse({ ...Object.fromEntries(changed), version: record.version });
}
