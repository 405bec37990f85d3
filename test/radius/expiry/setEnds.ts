import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import { ActorSystem } from '#actors/system/actorSystem.ts';
import { domainKinds } from '#actors/system/kinds.ts';
import { domainTables } from '#server/domainTables.ts';
import { CommitStore } from '#server/platform/actors/commitStore.ts';
import { PostgresDeadlineStore } from '#server/platform/actors/deadlineStore.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createDatabase } from '#server/platform/db/database.ts';
import { readCredentials } from '#server/platform/postgres/clusterCredentials.ts';
import { ActorId, IdempotencyKey, TenantId } from '#shared/values/ids.ts';
import { ownsEverything } from '../../support/actorWorld.ts';
import { withProductDatabase } from '../../support/productDatabase.ts';
import { recordingObserver } from '../../support/recordingObserver.ts';

const ANSWER_WITHIN_MS = 60_000;

/**
 * All lines of a running product end at these instants, as many at each: said to their actors from another server on the
 * same database, which people can only say by the day. Answers when each line ends.
 */
export async function setEnds(dataDir: string, instants: readonly number[]): Promise<ReadonlyMap<ActorId, number>> {
  const lines = await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ tenant_id: string; id: string }>(
      "select s.tenant_id, s.id from lastmile.subscription s join lastmile.tenant t using (tenant_id) where t.slug = 'bench'",
    );
    return rows.map((row) => ({ tenant: TenantId.parse(row.tenant_id), id: ActorId.parse(row.id) }));
  });
  const ends = new Map(lines.map(({ id }, index) => [id, instants[index % instants.length]!]));
  const cluster = join(dataDir, 'pg');
  const [, , , port] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  const url = `postgres://lastmile_server:${readCredentials(cluster).server}@127.0.0.1:${port}/lastmile`;
  const database = createDatabase({ url, applicationName: 'ends' });
  await database.start();
  try {
    const system = new ActorSystem({
      domainKinds,
      store: new CommitStore(database.appPool, domainTables),
      deadlineStore: new PostgresDeadlineStore(database.systemPool),
      ownership: ownsEverything,
      clock: systemClock,
      host: nodeHost,
      observer: recordingObserver(),
      onCommitted: () => undefined,
      onGaveUp: () => undefined,
      onRecovered: () => undefined,
    });
    const replies = await Promise.all(
      lines.map(({ tenant, id }) =>
        system.ask({
          address: { tenant, kind: SUBSCRIPTION, id },
          key: IdempotencyKey.parse(`end:${id}`),
          command: { type: 'subscription.setEnd', until: ends.get(id)! },
          caller: { kind: 'system', name: 'ends' },
          deadlineAt: Date.now() + ANSWER_WITHIN_MS,
        }),
      ),
    );
    const refused = replies.find(({ ok }) => !ok);
    if (refused) throw new Error(`an end could not be set: ${JSON.stringify(refused)}`);
    return ends;
  } finally {
    await database.stop();
  }
}
