import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { CommitUnit, StoredAnswer } from '#actors/system/ports.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { Reply } from '#shared/wire/reply.ts';

const KeyRow = z.object({ key: z.string() });
const AnswerRow = z.object({ key: z.string(), hash: z.instanceof(Uint8Array), answer: Reply });

/**
 * Stores the keys of all units; the units of which one was known before are returned with the stored answers, and
 * keep nothing. A key that another transaction is just storing is waited for.
 */
export async function storeKeys(
  client: PoolClient,
  tenant: TenantId,
  units: readonly CommitUnit[],
): Promise<Map<CommitUnit, Map<string, StoredAnswer>>> {
  const records = units
    .flatMap((unit) =>
      unit.keys.map(({ key, hash }) => ({
        key,
        hash: Buffer.from(hash).toString('hex'),
        answer: unit.answer,
        at: unit.at,
      })),
    )
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const { rows } = await client.query({
    name: 'command.store',
    text: `insert into lastmile.command (tenant_id, key, hash, answer, at)
      select $1, r.key, decode(r.hash, 'hex'), r.answer, to_timestamp(r.at / 1000)
      from json_to_recordset($2::json) as r(key text, hash text, answer jsonb, at float8)
      on conflict do nothing returning key`,
    values: [tenant, JSON.stringify(records)],
  });
  const duplicates = new Map<CommitUnit, Map<string, StoredAnswer>>();
  if (rows.length === records.length) return duplicates;
  const isNew = new Set(rows.map((row) => KeyRow.parse(row).key));
  const known = await storedAnswers(
    client,
    tenant,
    records.map(({ key }) => key).filter((key) => !isNew.has(key)),
  );
  for (const unit of units) {
    const answers = new Map(unit.keys.flatMap(({ key }) => (known.has(key) ? [[key, known.get(key)!] as const] : [])));
    if (answers.size > 0) duplicates.set(unit, answers);
  }
  await forgetKeys(
    client,
    tenant,
    [...duplicates.keys()].map((unit) => ({ keys: unit.keys.filter(({ key }) => isNew.has(key)) })),
  );
  return duplicates;
}

async function storedAnswers(
  client: PoolClient,
  tenant: TenantId,
  keys: readonly string[],
): Promise<Map<string, StoredAnswer>> {
  const { rows } = await client.query({
    name: 'command.answers',
    text: 'select key, hash, answer from lastmile.command where tenant_id = $1 and key = any($2::text[])',
    values: [tenant, keys],
  });
  return new Map(rows.map((row) => AnswerRow.parse(row)).map(({ key, hash, answer }) => [key, { hash, answer }]));
}

/** Takes back the keys of units that are decided again. */
export async function forgetKeys(
  client: PoolClient,
  tenant: TenantId,
  units: readonly Pick<CommitUnit, 'keys'>[],
): Promise<void> {
  const keys = units.flatMap((unit) => unit.keys.map(({ key }) => key));
  if (keys.length === 0) return;
  await client.query({
    name: 'command.forget',
    text: 'delete from lastmile.command where tenant_id = $1 and key = any($2::text[])',
    values: [tenant, keys],
  });
}
