import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';
import type { LineSession } from './lineSession.ts';
import { parseSession, sessionColumns } from './sessionColumns.ts';

export interface AddressHolding {
  readonly session: LineSession;
  /** The address or prefix it had. */
  readonly held: string;
  readonly from: number;
  /** When the session gave it away while it went on. */
  readonly until: number | undefined;
}

const HoldingRow = z.object({ held: z.string(), from: z.number(), until: z.number().nullable() });

/**
 * Who had one of these addresses or prefixes at a time: all prefixes an address can be in are few, and each is a look into
 * an index; a search by containment would need one that costs more than everything else that is written.
 */
export async function addressHoldings(
  client: PoolClient,
  tenant: TenantId,
  candidates: readonly string[],
  at: number,
): Promise<readonly AddressHolding[]> {
  const { rows } = await client.query(
    `select case when masklen(a.address) = case family(a.address) when 4 then 32 else 128 end then host(a.address) else a.address::text end as held,
        floor(extract(epoch from a.from_at) * 1000)::float8 as "from", floor(extract(epoch from a.until_at) * 1000)::float8 as until, ${sessionColumns}
      from lastmile.address_use a
      cross join lateral (select * from lastmile.line_session x
        where x.tenant_id = $1 and x.started_at = a.started_at and x.id = a.session_id limit 1) s
      where a.tenant_id = $1 and a.address = any ($2::inet[]) and a.from_at <= to_timestamp($3::float8 / 1000)
        and (a.until_at is null or a.until_at > to_timestamp($3::float8 / 1000))
        and (s.ended_at is null or s.ended_at >= to_timestamp($3::float8 / 1000))
      order by a.from_at desc limit 100`,
    [tenant, candidates, at],
  );
  return rows.map((row: unknown) => {
    const { held, from, until } = HoldingRow.parse(row);
    return { held, from, until: until ?? undefined, session: parseSession(row) };
  });
}
