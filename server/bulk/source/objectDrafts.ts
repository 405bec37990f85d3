import { NewIpPool } from '#shared/ipPool/registration.ts';
import { RadiusSecret } from '#shared/nas/radiusSecret.ts';
import { NewNas } from '#shared/nas/registration.ts';
import { NewPackage } from '#shared/package/registration.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { AdoptVouchers } from '#shared/voucher/adopt.ts';
import type { SourceOf } from './sourceObject.ts';

/** A router that others watch today: on record, and nobody connects to it before somebody says so. */
export function routerDraft(source: SourceOf<'router'>, vendor: string): ReturnType<typeof NewNas.safeParse> {
  const { name, address, port, username, password, radiusSecret, notes } = source;
  return NewNas.safeParse({
    ...{ name, vendor, address, port: port ?? null, password, notes: notes.slice(0, 2000), monitored: false },
    // Without one nobody could log in; it is put right before the router is watched.
    username: username === '' ? 'unknown' : username,
    // The port that is named is the one without TLS.
    security: port === undefined ? 'pinned' : 'plain',
    // One that is too short is not taken: it could be guessed from one packet.
    ...(hasSecret(source) ? { radiusSecret } : {}),
    radiusSource: /^[\d.]+$|:/.test(address) ? address : null,
  });
}

export function hasSecret({ radiusSecret }: SourceOf<'router'>): boolean {
  return radiusSecret !== undefined && RadiusSecret.safeParse(radiusSecret).success;
}

export function poolDraft(
  { name, ranges }: SourceOf<'pool'>,
  nasIds: readonly ActorId[],
): ReturnType<typeof NewIpPool.safeParse> {
  return NewIpPool.safeParse({ name, kind: 'router', routerPool: name, ranges, nasIds });
}

export function packageDraft(
  source: SourceOf<'package'>,
  { poolId, currency }: { readonly poolId: ActorId | null; readonly currency: string },
): ReturnType<typeof NewPackage.safeParse> {
  const { name, accessTypes, rates, burst, limitAt, priority, quotaBytes, cycle, sessions } = source;
  return NewPackage.safeParse({
    ...{ name, accessTypes, cycle, sessions, priority, poolId, currency },
    downBps: rates?.downBps ?? null,
    upBps: rates?.upBps ?? null,
    burst: burst ?? null,
    limitAt: limitAt ?? null,
    ...(quotaBytes === undefined ? {} : { quotaBytes, fup: { act: 'block' } }),
    addressList: source.addressList ?? null,
    routerProfile: source.routerProfile ?? null,
    idleTimeoutS: source.idleTimeoutS ?? null,
    ...(source.interimS === undefined ? {} : { interimS: source.interimS }),
    priceMinor: minorOf(source.price, currency),
  });
}

export function vouchersDraft(
  source: SourceOf<'vouchers'>,
  { packageId, currency }: { readonly packageId: ActorId; readonly currency: string },
): ReturnType<typeof AdoptVouchers.safeParse> {
  return AdoptVouchers.safeParse({
    ...{ name: source.name.slice(0, 80), packageId, currency, validityMs: source.validityMs, devices: source.devices },
    ...{ priceMinor: minorOf(source.price, currency), devicePolicy: 'newestWins', macLogin: true },
    // Printed, perhaps sold: they count as sold when they are used.
    ...{ sold: false, codes: source.codes },
  });
}

function minorOf(price: number, currency: string): number {
  const decimals = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return Math.round(price * 10 ** (decimals ?? 2));
}
