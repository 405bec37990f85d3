import { z } from 'zod';
import type { LineSession } from '#server/accounting/lineSession.ts';
import { openSessionsBehind } from '#server/accounting/sessionLookupStore.ts';
import type { NamesSource } from '#server/platform/names.ts';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { withClient } from '../../support/withClient.ts';
import type { ScaleDatabase } from './scaleDatabase.ts';

/** What one screen asks for, in as many ways as people do. */
export interface Ask {
  readonly name: string;
  readonly ways: readonly (() => Promise<unknown>)[];
  /** 300 ms unless told: what issue 4 promises of a list. */
  readonly budgetMs?: number;
  /** Once and cold; otherwise several times, after the first way was gone. */
  readonly isOnce?: boolean;
}

/** Whom and what is asked for. */
export interface ScaleWorld {
  readonly db: ScaleDatabase;
  readonly tenant: TenantId;
  readonly user: UserId;
  readonly names: NamesSource;
  readonly branches: readonly BranchId[];
  readonly packages: readonly ActorId[];
  /** Lines all over the list. */
  readonly lines: readonly ActorId[];
  /** The one with the most sessions. */
  readonly busiestLine: ActorId;
  /** The one that was refused most. */
  readonly refusedLine: ActorId;
  readonly customers: readonly ActorId[];
  /** Sessions that go on. */
  readonly open: readonly LineSession[];
  readonly now: number;
}

const Line = z.object({ id: ActorId, customer_id: ActorId, number: z.string() });
const nameless = { userName: () => undefined, branchName: () => undefined };

export async function scaleWorld(db: ScaleDatabase): Promise<ScaleWorld> {
  return await withClient(db.superuserUrl, async (client) => {
    const column = async <T>(schema: z.ZodType<T>, sql: string): Promise<readonly T[]> =>
      (await client.query(sql)).rows.map((row) => schema.parse(Object.values(row as object)[0]));
    const [tenant] = await column(TenantId, 'select tenant_id from lastmile.tenant');
    const [user] = await column(UserId, 'select id from lastmile.app_user order by name limit 1');
    const { rows } = await client.query(
      `select id, customer_id, number from lastmile.subscription where number in (select generate_series(1, 500000, 16661) union values (40), (61)) order by number`,
    );
    const lines = rows.map((row) => Line.parse(row));
    const lineOf = (number: string): ActorId => lines.find((line) => line.number === number)?.id ?? lines[0]!.id;
    return {
      ...{ db, tenant: tenant!, user: user!, now: Date.now() },
      names: { namesOf: () => Promise.resolve(nameless), onNamesChanged: () => () => undefined },
      branches: await column(BranchId, `select id from lastmile.branch where name like 'Branch %' order by name`),
      packages: await column(ActorId, 'select id from lastmile.package order by id'),
      lines: lines.map(({ id }) => id),
      customers: lines.map(({ customer_id }) => customer_id),
      busiestLine: lineOf('61'),
      refusedLine: lineOf('40'),
      open: await openSessions(db),
    };
  });
}

const STEP = 5_000;
const nobody = { tenantId: '00000000-0000-0000-0000-000000000000', id: '00000000-0000-0000-0000-000000000000' };

/** As the loader of accounting reads them when it starts. */
async function openSessions({ database }: ScaleDatabase): Promise<readonly LineSession[]> {
  const open: LineSession[] = [];
  const client = await database.systemPool.connect();
  for (let after = nobody; ; after = open.at(-1)!) {
    const some = await openSessionsBehind(client, after, STEP);
    open.push(...some);
    if (some.length < STEP) break;
  }
  client.release();
  return open;
}
