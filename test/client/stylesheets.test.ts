import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * A screen is loaded alone, with the stylesheets that its modules import. One that borrows a class of a stylesheet it does
 * not import looks right only after somebody has been to a screen that does.
 */
const root = join(import.meta.dirname, '../../client');
const modules = globSync('**/*.{ts,tsx}', { cwd: root }).map((path) => join(root, path));
const stylesheets = globSync('**/*.css', { cwd: root }).map((path) => join(root, path));

/** Static imports: what comes with a module, not what it loads when it is needed. */
const imports = new Map(
  modules.map((path) => {
    const found = readFileSync(path, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*?['"](\.[^'"]+)['"];/gm);
    return [path, [...found].map(([, target]) => resolve(dirname(path), target ?? ''))] as const;
  }),
);

function stylesOf(path: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(path)) {
    seen.add(path);
    for (const target of imports.get(path) ?? []) stylesOf(target, seen);
  }
  return seen;
}

const definedIn = Map.groupBy(
  stylesheets.flatMap((path) => {
    const text = readFileSync(path, 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
    return [...new Set([...text.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name ?? ''))].map((name) => ({
      name,
      path,
    }));
  }),
  ({ name }) => name,
);

const screens = [...readFileSync(join(root, 'routes.tsx'), 'utf8').matchAll(/import\('\.\/([^']+)'\)/g)].map(
  ([, path]) => path ?? '',
);

test.each([...new Set(screens)])('%s brings the styles it uses', (entry) => {
  const loaded = stylesOf(join(root, entry), stylesOf(join(root, 'main.tsx')));
  const missing = [...loaded].flatMap((path) =>
    [...(imports.has(path) ? readFileSync(path, 'utf8') : '').matchAll(/class="([^"]+)"/g)]
      .flatMap(([, names]) => (names ?? '').split(/\s+/))
      .filter((name) => definedIn.get(name)?.every((home) => !loaded.has(home.path)))
      .map((name) => `${relative(root, path)}: ${name}`),
  );
  expect(missing).toEqual([]);
});
