import { sql } from 'slonik';
import { z } from 'zod';
import { HotspotLanguage, type HotspotLook, HotspotLoginBy, VoucherPassword } from '#shared/hotspot/look.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../platform/db/transaction.ts';

const Row = z.object({
  name: z.string(),
  welcome: z.string(),
  support: z.string(),
  howToPay: z.string(),
  loginHost: z
    .string()
    .nullable()
    .transform((host) => host ?? ''),
  colour: z.string(),
  logo: z
    .instanceof(Buffer)
    .nullable()
    .transform((octets) => octets?.toString('base64') ?? ''),
  languages: z.array(HotspotLanguage),
  loginBy: HotspotLoginBy,
  voucherPassword: VoucherPassword,
  pageKey: z.string(),
  changedAt: Instant,
});
export type StoredHotspot = z.infer<typeof Row>;

export async function readHotspot(tx: TenantTx): Promise<StoredHotspot | undefined> {
  const row = await tx.maybeOne(sql.type(Row)`
    select name, welcome, support, how_to_pay as "howToPay", login_host as "loginHost", colour, logo, languages, login_by as "loginBy",
      voucher_password as "voucherPassword", page_key as "pageKey", changed_at as "changedAt"
    from hotspot where tenant_id = ${tx.tenant}`);
  return row ?? undefined;
}

/** The key stays the first one. */
export async function writeHotspot(tx: TenantTx, look: HotspotLook, pageKey: string, now: number): Promise<void> {
  const logo = look.logo === '' ? null : sql.binary(Buffer.from(look.logo, 'base64'));
  await tx.query(sql.unsafe`
    insert into hotspot (tenant_id, name, welcome, support, how_to_pay, login_host, colour, logo, languages, login_by,
      voucher_password, page_key, changed_at)
    values (${tx.tenant}, ${look.name}, ${look.welcome}, ${look.support}, ${look.howToPay}, ${look.loginHost === '' ? null : look.loginHost},
      ${look.colour}, ${logo}, ${sql.array(look.languages, 'text')}, ${look.loginBy}, ${look.voucherPassword},
      ${pageKey}, ${sql.timestamp(new Date(now))})
    on conflict (tenant_id) do update set name = excluded.name, welcome = excluded.welcome, support = excluded.support, how_to_pay = excluded.how_to_pay,
      login_host = excluded.login_host, colour = excluded.colour, logo = excluded.logo, languages = excluded.languages,
      login_by = excluded.login_by, voucher_password = excluded.voucher_password, changed_at = excluded.changed_at`);
}

/** A look that nobody has chosen is called as the company. */
export async function companyName(tx: TenantTx): Promise<string> {
  const { name } = await tx.one(
    sql.type(z.object({ name: z.string() }))`select left(name, 80) as name from tenant where tenant_id = ${tx.tenant}`,
  );
  return name;
}
