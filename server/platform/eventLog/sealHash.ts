import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, type Json } from '#shared/values/canonicalJson.ts';

/** An event as text, exactly as stored: no number passes through a float, no microsecond is lost. */
export const sealedRow = z.object({
  tenant_id: z.string(),
  position: z.string(),
  kind: z.string(),
  actor_id: z.string(),
  version: z.string(),
  type: z.string(),
  v: z.string(),
  data: z.string(),
  actor_user: z.string().nullable(),
  cause: z.string().nullable(),
  at: z.string(),
  month: z.string(),
});
export type SealedRow = z.infer<typeof sealedRow>;

/** `at` in microseconds since 1970, `month` as YYYY-MM-01 (UTC). */
export const sealedColumns = `tenant_id::text, position::text, kind, actor_id::text, version::text, type, v::text, data::text,
  actor_user::text, cause::text, (extract(epoch from at) * 1000000)::bigint::text as at,
  to_char(date_trunc('month', at at time zone 'UTC'), 'YYYY-MM-DD') as month`;

/** What the first seal of a tenant has as its `prev`. */
export const firstPrev = Buffer.alloc(32);

/**
 * SHA-256 of the previous seal's hash followed by one line of canonical JSON (RFC 8785) per event:
 * `[tenant, position, kind, actor, version, type, v, data, user, cause, at]`. Part of the log's format: it never changes.
 */
export function sealHash(prev: Uint8Array, rows: readonly SealedRow[]): Buffer {
  const hash = createHash('sha256').update(prev);
  for (const row of rows) hash.update(canonicalLine(row));
  return hash.digest();
}

function canonicalLine(row: SealedRow): string {
  const { tenant_id, position, kind, actor_id, version, type, v, data, actor_user, cause, at } = row;
  const members = [
    tenant_id,
    position,
    kind,
    actor_id,
    version,
    type,
    v,
    exactJson(data),
    actor_user,
    cause === null ? null : exactJson(cause),
    at,
  ];
  return `${canonicalJson(members)}\n`;
}

/** A number with a decimal point or many digits; PostgreSQL keeps `1.0` and 9007199254740993, a float doesn't. */
const perhapsInexact = /\d\.\d|\d{16}/;

/** JSON in which a number that a float can't hold digit by digit is kept as text in an object of its own. */
function exactJson(text: string): Json {
  if (!perhapsInexact.test(text)) return parsed(text);
  return parsed(text, (_key, value, context) =>
    typeof value === 'number' && String(value) !== context?.source ? { $number: context?.source } : value,
  );
}

/** JSON.parse gives Json and nothing else; its declaration doesn't know the third argument of the reviver yet. */
function parsed(
  text: string,
  reviver?: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
): Json {
  return JSON.parse(text, reviver) as Json;
}
