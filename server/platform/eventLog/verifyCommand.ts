import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { roleUrl } from '../db/connectionUrl.ts';
import { pgTypes } from '../db/pgTypes.ts';
import { headLine, missingHeads, parseHeads, type ExportedHead } from './exportedHeads.ts';
import { verifyLogs, type LogVerdict, type PositionRange } from './verifyLog.ts';

export const verifyUsage = `npm run verify -- [--json | --heads] [--against FILE]

Checks the event log of every company against its seals.
  --json          one JSON object per company instead of text
  --heads         only the ends of the chains, one JSON line each: keep them where nobody can change them
  --against FILE  heads kept earlier that must still be part of the chains
Ends with 1 when a log is broken or a kept head is missing, with 2 when it cannot be checked.`;

export interface VerifyOutcome {
  readonly broken: boolean;
}

/** Runs the command on a database. `write` gets the lines of standard output. Throws TypeError for unknown options. */
export async function verify(
  databaseUrl: string,
  args: readonly string[],
  write: (line: string) => void,
): Promise<VerifyOutcome> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, heads: { type: 'boolean' }, against: { type: 'string' } },
  });
  const kept = values.against === undefined ? [] : parseHeads(await readFile(values.against, 'utf8'));
  const form = values.heads
    ? headLine
    : values.json
      ? (verdict: LogVerdict): string => JSON.stringify(verdict)
      : textLine;
  const client = new pg.Client({
    connectionString: roleUrl(databaseUrl, 'lastmile_system', 'lastmile verify'),
    types: pgTypes,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let broken = false;
    for await (const verdict of verifyLogs(client)) {
      broken ||= verdict.broken !== undefined;
      const line = form(verdict);
      if (line !== undefined) write(line);
    }
    const missing = await missingHeads(client, kept);
    for (const head of missing)
      write(values.heads || values.json ? JSON.stringify({ missingHead: head }) : missingLine(head));
    return { broken: broken || missing.length > 0 };
  } finally {
    await client.end();
  }
}

function textLine(verdict: LogVerdict): string {
  const { events, seals, unsealed, broken, missing, removed } = verdict;
  const parts = [`${events} events`, `${seals} seals`, `${unsealed} not sealed yet`];
  if (removed.length > 0) parts.push(`removed by retention: ${ranges(removed)}`);
  if (missing.length > 0) parts.push(`missing: ${ranges(missing)}`);
  parts.push(broken === undefined ? 'ok' : `BROKEN at ${ranges([broken])} (${broken.breach})`);
  return `${verdict.slug ?? verdict.tenant}: ${parts.join(', ')}`;
}

function missingLine({ tenant, position }: ExportedHead): string {
  return `${tenant}: BROKEN, the kept head at ${position} is not part of the chain`;
}

/** At most 20 are written out. */
function ranges(list: readonly PositionRange[]): string {
  const shown = list.slice(0, 20).map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`));
  return list.length > 20 ? `${shown.join(' ')} and ${list.length - 20} more` : shown.join(' ');
}
