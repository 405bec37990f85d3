import { loadConfig } from '../config/loadConfig.ts';
import { withCommandDatabase } from '../postgres/commandDatabase.ts';
import { StartRefusal } from '../process/startRefusal.ts';
import { verify, verifyUsage } from './verifyCommand.ts';

const broken = 1;
const notChecked = 2;

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(`${verifyUsage}\n`);
    return 0;
  }
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const config = loadConfig();
  return await withCommandDatabase(config, async (url) => ((await verify(url, args, write)).broken ? broken : 0));
}

try {
  process.exitCode = await main();
} catch (error) {
  const text =
    error instanceof StartRefusal
      ? error.toText()
      : `The event log could not be checked: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = notChecked;
}
