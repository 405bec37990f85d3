import { join } from 'node:path';
import { createLogger } from '#server/platform/log/logger.ts';
import { buildClientIfChanged } from '#server/platform/process/clientBuild.ts';

const root = join(import.meta.dirname, '../..');

/** Builds the console into dist/client unless it is there, so that a browser test shows the present source. */
export async function buildClient(): Promise<void> {
  const log = createLogger({ level: 'warn', format: 'json' });
  await buildClientIfChanged({ root, dataDir: join(root, '.tmp'), log });
}
