import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationError } from './migrationError.ts';

/** One file of migrations/. `sha256` is taken over the text with LF line ends, whatever the checkout made of it. */
export interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
  /** Whether the release before this one can still start on the database afterwards. */
  readonly previousRelease: 'ok' | 'none';
  /** Runs statement by statement outside a transaction (`create index concurrently`), so it must be repeatable. */
  readonly transactional: boolean;
}

const fileName = /^\d{4}_[a-z0-9_]+\.sql$/;
const header = /^-- previous-release: (ok|none)$/m;

/** The migrations of a directory in order. Throws MigrationError when a file breaks a rule. */
export async function readMigrationFiles(directory: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  const files: MigrationFile[] = [];
  for (const name of names) {
    if (!fileName.test(name))
      throw new MigrationError('malformed', `${name}: a migration is named like 0042_ticket_sla.sql`);
    if (files.at(-1)?.name.slice(0, 4) === name.slice(0, 4)) {
      throw new MigrationError('order', `${name} and ${files.at(-1)?.name} have the same number`);
    }
    files.push(parse(name, await readFile(join(directory, name), 'utf8')));
  }
  return files;
}

function parse(name: string, raw: string): MigrationFile {
  const text = raw.replaceAll('\r\n', '\n');
  const previousRelease = header.exec(text)?.[1];
  if (previousRelease !== 'ok' && previousRelease !== 'none') {
    throw new MigrationError(
      'malformed',
      `${name}: a header line "-- previous-release: ok" or "-- previous-release: none" is missing`,
    );
  }
  const transactional = !text.startsWith('-- no-transaction\n');
  if (!transactional && text.includes('$$')) {
    throw new MigrationError(
      'malformed',
      `${name}: a file without transaction holds plain statements only, no $$ bodies`,
    );
  }
  return { name, text, sha256: createHash('sha256').update(text).digest('hex'), previousRelease, transactional };
}

/** The statements of a file that runs without transaction; each ends with `;` at the end of a line. */
export function plainStatements(text: string): readonly string[] {
  return text.split(/;[ \t]*$/m).filter((statement) => statement.replaceAll(/--.*$/gm, '').trim() !== '');
}
