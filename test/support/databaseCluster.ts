import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#server/platform/log/logger.ts';
import { startEmbeddedPostgres } from '#server/platform/postgres/embeddedPostgres.ts';

export interface TestCluster {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly serverUrl: string;
  stop(): Promise<void>;
}

/** A throw-away cluster in the temporary folder, without fsync. */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lastmile-test-'));
  // mkdtemp lets nobody else in, but the database account must be able to pass when root runs the tests.
  await chmod(dataDir, 0o711);
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const cluster = await startEmbeddedPostgres({
      dataDir,
      fsync: false,
      log: createLogger({ level: 'error', format: 'json' }),
    });
    const { superuserUrl, ownerUrl, serverUrl } = cluster;
    const stop = async (): Promise<void> => {
      await cluster.stop();
      await remove();
    };
    return { superuserUrl, ownerUrl, serverUrl, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
