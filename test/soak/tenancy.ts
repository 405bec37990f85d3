import { checkTenancy } from '../db/tenancyProperty.ts';
import { startTestCluster } from '../support/databaseCluster.ts';
import { prepareTemplate } from '../support/databaseTemplate.ts';
import { testDatabaseIn } from '../support/testDatabase.ts';

/** A million random calls of store functions; the short version is test/db/tenancy.pg.test.ts. Seed as first argument. */
const calls = 1_000_000;
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000);

const cluster = await startTestCluster();
try {
  const databases = await prepareTemplate(cluster);
  await using db = await testDatabaseIn(databases, { appPoolSize: 6, systemPoolSize: 6 });
  process.stdout.write(`tenancy: ${calls} calls, seed ${seed}\n`);
  const { succeeded, seconds } = await checkTenancy(db, calls, seed);
  process.stdout.write(
    `tenancy: no breach in ${calls} calls of ${succeeded.size} functions, ${Math.round(seconds)} s\n`,
  );
} finally {
  await cluster.stop();
}
