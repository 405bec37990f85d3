import { systemClock } from '../platform/actors/systemClock.ts';
import { loadConfig } from '../platform/config/loadConfig.ts';
import { createDatabase } from '../platform/db/database.ts';
import { withCommandDatabase } from '../platform/postgres/commandDatabase.ts';
import { StartRefusal } from '../platform/process/startRefusal.ts';
import { tenantCommand, TenantCommandRefused, tenantUsage } from './tenantCommand.ts';
import { TenantRefusal } from './tenantRefusal.ts';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  if (args.length === 0 || args.includes('--help')) return write(tenantUsage);
  const config = loadConfig();
  const publicUrl = config.http.publicUrl ?? `http://${config.http.host}:${config.http.port}`;
  await withCommandDatabase(config, async (url) => {
    await using database = createDatabase({
      url,
      applicationName: 'lastmile tenant',
      appPoolSize: 1,
      systemPoolSize: 1,
    });
    await database.start();
    await tenantCommand({ database, clock: systemClock, publicUrl, write }, args);
  });
}

try {
  await main();
} catch (error) {
  if (error instanceof StartRefusal) process.stderr.write(`${error.toText()}\n`);
  else if (error instanceof TenantCommandRefused || error instanceof TenantRefusal || error instanceof TypeError)
    process.stderr.write(`${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
