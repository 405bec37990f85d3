import { createSqlTag } from 'slonik';
import { z } from 'zod';
import { NasMessageAuthenticator } from '#shared/nas/radius.ts';
import { ActorId } from '#shared/values/ids.ts';
import { Instant } from '#shared/values/time.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';

const sql = createSqlTag();

const Row = z.object({
  nasId: ActorId,
  messageAuthenticator: NasMessageAuthenticator,
  incomingPort: z.int().nullable(),
  /** Sealed as StoredNas.radiusSecret is. */
  previousSecret: z.instanceof(Buffer).nullable(),
  previousUntil: Instant.nullable(),
  countersReversedFrom: Instant.nullable(),
  countersReversedUntil: Instant.nullable(),
});
export type StoredNasRadius = z.infer<typeof Row>;

/** What holds for a router that has no row. */
export const usualNasRadius: Omit<StoredNasRadius, 'nasId'> = {
  messageAuthenticator: 'learnt',
  incomingPort: null,
  previousSecret: null,
  previousUntil: null,
  countersReversedFrom: null,
  countersReversedUntil: null,
};

const columns = sql.fragment`nas_id as "nasId", message_authenticator as "messageAuthenticator",
  incoming_port as "incomingPort", previous_secret as "previousSecret", previous_until as "previousUntil",
  counters_reversed_from as "countersReversedFrom", counters_reversed_until as "countersReversedUntil"`;

/** Of those that have a row; all of the tenant's routers unless some are named. */
export async function readNasRadius(tx: TenantTx, ids?: readonly ActorId[]): Promise<readonly StoredNasRadius[]> {
  return await tx.any(sql.type(Row)`
    select ${columns} from lastmile.nas_radius where tenant_id = ${tx.tenant}
      and ${ids === undefined ? sql.fragment`true` : sql.fragment`nas_id = any(${sql.array([...ids], 'uuid')})`}`);
}

export async function writeNasRadius(tx: TenantTx, radius: StoredNasRadius): Promise<void> {
  const { nasId, messageAuthenticator, incomingPort, previousSecret, previousUntil } = radius;
  const { countersReversedFrom, countersReversedUntil } = radius;
  const time = (at: number | null) => (at === null ? null : sql.timestamp(new Date(at)));
  await tx.query(sql.unsafe`
    insert into lastmile.nas_radius (tenant_id, nas_id, message_authenticator, incoming_port, previous_secret, previous_until,
      counters_reversed_from, counters_reversed_until)
    values (${tx.tenant}, ${nasId}, ${messageAuthenticator}, ${incomingPort},
      ${previousSecret === null ? null : sql.binary(previousSecret)}, ${time(previousUntil)},
      ${time(countersReversedFrom)}, ${time(countersReversedUntil)})
    on conflict (tenant_id, nas_id) do update set message_authenticator = excluded.message_authenticator,
      incoming_port = excluded.incoming_port, previous_secret = excluded.previous_secret,
      previous_until = excluded.previous_until, counters_reversed_from = excluded.counters_reversed_from,
      counters_reversed_until = excluded.counters_reversed_until`);
}
