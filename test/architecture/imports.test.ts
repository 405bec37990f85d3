import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['shared', 'actors', 'server', 'client', 'lab'];

const forbidden = [
  'shared → actors',
  'shared → server',
  'shared → client',
  'shared → lab',
  'actors → server',
  'actors → client',
  'actors → lab',
  'server → client',
  'server → lab',
  'client → actors',
  'client → server',
  'client → lab',
  'lab → actors',
  'lab → server',
  'lab → client',
];
const allowed = ['actors → shared', 'server → shared', 'server → actors', 'client → shared', 'lab → shared'];

/** The compiler's and linter's set-up of this project around files of our own: one import per case. */
function project(path: string, cases: readonly string[], importOf: (to: string) => string): void {
  const settings = [
    '.ci/tsconfig.base.json',
    '.oxlintrc.json',
    'package.json',
    ...folders.map((folder) => `${folder}/tsconfig.json`),
  ];
  for (const file of settings) cpSync(join(root, file), join(path, file));
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  const files: Record<string, string> = { 'actors/ambient.d.ts': 'declare const placeholder: unknown;\n' };
  for (const folder of folders)
    files[`${folder}/values/thing.ts`] = 'export interface Thing {\n  readonly id: string;\n}\n';
  for (const [index, one] of cases.entries()) {
    const [from = '', to = ''] = one.split(' → ');
    files[`${from}/case${index}.ts`] = importOf(to);
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
}

function run(path: string, tool: readonly string[]): string {
  const [file = '', ...args] = tool;
  const ran = spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], { cwd: path, encoding: 'utf8' });
  return `${ran.stdout}${ran.stderr}`;
}

const typeImport = (to: string): string =>
  `import type { Thing } from '#${to}/values/thing.ts';\n\nexport type Case = Thing;\n`;

test('an import that the layers forbid does not compile, not even of a type', () => {
  using folder = temporaryFolder();
  project(folder.path, [...forbidden, ...allowed], typeImport);
  const said = folders.map((name) => run(folder.path, ['typescript/bin/tsc', '-b', name])).join('\n');
  const refused = new Set([...said.matchAll(/^(\w+\/case\d+)\.ts\(.*error TS(?:6307|6059)/gm)].map(([, file]) => file));
  const names = [...forbidden, ...allowed].map((one, index) => `${one.split(' ')[0]}/case${index}`);
  expect([...refused].toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(
    names.slice(0, forbidden.length).toSorted((a, b) => a.localeCompare(b)),
  );
}, 60_000);

test('the linter refuses it as well and says why', () => {
  using folder = temporaryFolder();
  project(folder.path, [...forbidden, ...allowed], typeImport);
  const said = run(folder.path, ['oxlint/bin/oxlint', '-f', 'json']);
  const { diagnostics } = JSON.parse(said) as { diagnostics: { code: string; help?: string; filename: string }[] };
  const restricted = diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
  expect(new Set(restricted.map(({ filename }) => filename)).size).toBe(forbidden.length);
  for (const { help } of restricted) expect(help).toMatch(/(shared|actors|server|client|lab)\//);
}, 60_000);

test('contracts and behaviour import no package but their own, and have neither Node nor DOM', () => {
  using folder = temporaryFolder();
  const cases: Record<string, string> = {
    'shared/node.ts': `import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n`,
    'shared/dom.ts': `export const title = document.title;\n`,
    'actors/node.ts': `import { connect } from 'node:net';\n\nexport const open = connect;\n`,
    'actors/timer.ts': `export const timer = setTimeout(() => undefined, 1);\n`,
  };
  project(folder.path, [], typeImport);
  for (const [file, text] of Object.entries(cases)) writeFileSync(join(folder.path, file), text);
  const said = ['shared', 'actors'].map((name) => run(folder.path, ['typescript/bin/tsc', '-b', name])).join('\n');
  for (const file of Object.keys(cases))
    expect(said).toMatch(new RegExp(`${file.replace('.', '\\.')}\\(\\d+,\\d+\\): error`));
  writeFileSync(join(folder.path, 'shared/pg.ts'), `import type { Client } from 'pg';\n\nexport type Case = Client;\n`);
  const linted = run(folder.path, ['oxlint/bin/oxlint', '-f', 'unix', 'shared']);
  expect(linted).toContain('shared/pg.ts');
}, 60_000);
