import { pino } from 'pino';
import { expect, test } from 'vitest';
import { AccountingKeeper } from '#server/accounting/accountingKeeper.ts';
import { createTestDatabase } from '../support/database.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';
import { withClient } from '../support/withClient.ts';

test('months of accounting are made ahead, and those that nobody keeps are dropped', async () => {
  await using db = await createTestDatabase();
  let now = Date.UTC(2026, 10, 21);
  const clock = new SimulatedTime();
  clock.now = () => now;
  const keeper = new AccountingKeeper({ database: db.database, clock, log: pino({ level: 'silent' }) });
  const months = async (table: string): Promise<string[]> =>
    await withClient(db.superuserUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
        [`lastmile.${table}`],
      );
      return rows.map(({ name }) => name.replace(`lastmile.${table}_`, ''));
    });
  await keeper.start();
  expect(await months('line_session')).toEqual(['2026_11', '2026_12', '2027_01', 'default']);
  now += 200 * 86_400_000;
  await keeper.tidy();
  expect(await months('reject')).toEqual(['2027_06', '2027_07', '2027_08', 'default'].toSorted());
  expect(await months('accounting_record')).toContain('2026_11');
  expect(keeper.stray).toBe(0);
  await keeper.stop();
});
