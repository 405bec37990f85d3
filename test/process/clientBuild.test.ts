import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '#server/platform/log/logger.ts';
import { buildClientIfChanged } from '#server/platform/process/clientBuild.ts';
import { StartRefusal } from '#server/platform/process/startRefusal.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const log = createLogger({ level: 'silent', format: 'json' });

function project(root: string) {
  mkdirSync(join(root, 'client/ui'), { recursive: true });
  mkdirSync(join(root, 'shared'));
  writeFileSync(join(root, 'client/main.tsx'), 'one');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  let builds = 0;
  const build = async (outDir: string): Promise<void> => {
    mkdirSync(outDir, { recursive: true });
    writeFileSync(join(outDir, 'index.html'), `build ${(builds += 1)}`);
    return Promise.resolve();
  };
  return {
    page: () => readFileSync(join(root, 'dist/client/index.html'), 'utf8'),
    run: () => buildClientIfChanged({ root, dataDir: join(root, '.data'), log, build }),
  };
}

test('it builds at first, and again only when a source has other contents', async () => {
  using folder = temporaryFolder();
  const { run, page } = project(folder.path);
  await run();
  await run();
  expect(page()).toBe('build 1');
  mkdirSync(join(folder.path, 'dist/client.4194305'));
  writeFileSync(join(folder.path, 'client/README.md'), 'words');
  await run();
  expect(page()).toBe('build 1');
  for (const [index, file] of [
    'client/main.tsx',
    'client/ui/new.css',
    'shared/wire.ts',
    'package-lock.json',
  ].entries()) {
    writeFileSync(join(folder.path, file), 'changed');
    await run();
    expect(page()).toBe(`build ${index + 2}`);
  }
  expect(readdirSync(join(folder.path, 'dist'))).toEqual(['client']);
});

test('a failed build leaves what is served, says why, and is tried again', async () => {
  using folder = temporaryFolder();
  const { run, page } = project(folder.path);
  await run();
  writeFileSync(join(folder.path, 'client/main.tsx'), 'broken');
  const failing = buildClientIfChanged({
    root: folder.path,
    dataDir: join(folder.path, '.data'),
    log,
    build: () => Promise.reject(new Error('main.tsx: nonsense')),
  });
  await expect(failing).rejects.toThrow(StartRefusal);
  await expect(failing).rejects.toThrow('main.tsx: nonsense');
  expect(page()).toBe('build 1');
  await run();
  expect(page()).toBe('build 2');
  expect(existsSync(join(folder.path, 'dist/client/built-from'))).toBe(true);
});

test("where the checkout is not this user's to write, the client goes to the data directory", async () => {
  using folder = temporaryFolder();
  const { run } = project(folder.path);
  writeFileSync(join(folder.path, 'dist'), 'a file, so no folder can be made here');
  expect(await run()).toBe(join(folder.path, '.data/client'));
  expect(await run()).toBe(join(folder.path, '.data/client'));
  expect(readFileSync(join(folder.path, '.data/client/index.html'), 'utf8')).toBe('build 1');
});
