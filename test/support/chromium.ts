import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import chromium, { inflate } from '@sparticuz/chromium';
import { z } from 'zod';

export interface Chromium {
  readonly executablePath: string;
  /** What it is started with, beside what a test wants. */
  readonly args: readonly string[];
  /** What it needs in its environment beside what this process has. */
  readonly env: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '../..');
let found: Promise<Chromium | undefined> | undefined;

/**
 * The browser of PUPPETEER_EXECUTABLE_PATH, else the one that came with npm, unpacked once into this checkout. On a bare
 * system it gets its libraries and fonts from the same package. Undefined when it can't run here: then tests that need
 * it are skipped.
 */
export function findChromium(): Promise<Chromium | undefined> {
  return (found ??= find());
}

/** The package turns off what protects users (same origin, site isolation); then a test would prove nothing. */
const unsafe = /^--(disable-web-security|disable-site-isolation-trials|disable-features=.*IsolateOrigins)/;
const args = chromium.args.filter((argument) => !unsafe.test(argument));

async function find(): Promise<Chromium | undefined> {
  const configured = process.env['PUPPETEER_EXECUTABLE_PATH'];
  if (configured !== undefined && configured !== '') return { executablePath: configured, args, env: {} };
  const folder = await unpacked();
  const executablePath = join(folder, 'chromium');
  const libraries = [join(folder, 'al2023', 'lib'), join(folder, 'lib'), process.env['LD_LIBRARY_PATH']];
  const bare = {
    LD_LIBRARY_PATH: libraries.filter((path) => path !== undefined).join(':'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  };
  for (const env of [{}, bare]) if (await runs(executablePath, env)) return { executablePath, args, env };
  return undefined;
}

/** The package unpacks into the temporary folder, which users share: one of them would own what the others need. */
async function unpacked(): Promise<string> {
  const main = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const packed = join(dirname(main), '..', 'bin');
  const about: unknown = JSON.parse(readFileSync(join(packed, '..', 'package.json'), 'utf8'));
  const folder = join(root, '.tmp', `chromium-${z.object({ version: z.string() }).parse(about).version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const part = mkdtempSync(`${folder}.part-`);
  const before = process.env['TMPDIR'];
  try {
    process.env['TMPDIR'] = part;
    await Promise.all([chromium.executablePath(), inflate(join(packed, 'al2023.tar.br'))]);
    writeFileSync(join(part, 'fonts.conf'), fontsConf(folder));
    if (!existsSync(folder)) renameSync(part, folder);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** The package's own names fixed places. Without any font the browser ends at the first letter. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;
}

async function runs(file: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  return await promisify(execFile)(file, ['--version', '--no-sandbox'], {
    env: { ...process.env, ...env },
    timeout: 20_000,
  }).then(
    () => true,
    () => false,
  );
}
