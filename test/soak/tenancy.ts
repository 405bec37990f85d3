import { checkTenancy } from '../db/tenancyProperty.ts';
import { startTestCluster } from '../support/databaseCluster.ts';
import { prepareTemplate } from '../support/databaseTemplate.ts';
import { testDatabaseIn } from '../support/testDatabase.ts';

/**
 * A million random calls of store functions, in which each comes back a hundred times; the short version is
 * test/db/tenancy.pg.test.ts. Seed as first argument, number of calls as second.
 */
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);
const calls = Number(process.argv[3] ?? 1_000_000);

const cluster = await startTestCluster();
try {
  const databases = await prepareTemplate(cluster);
  await using db = await testDatabaseIn(databases, { appPoolSize: 6, systemPoolSize: 6 });
  process.stdout.write(`tenancy: ${calls} calls, seed ${seed}\n`);
  const { succeeded, rare, seconds } = await checkTenancy(db, { calls, successes: 100, seed });
  if (rare.length > 0) throw new Error(`came back less than 100 times: ${rare.join(', ')}`);
  process.stdout.write(
    `tenancy: no breach in ${calls} calls of ${succeeded.size} functions, ${Math.round(seconds)} s\n`,
  );
} finally {
  await cluster.stop();
}
