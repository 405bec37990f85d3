import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';
import { sourcesOf, withoutComments, type Source } from '../support/sources.ts';

const product = ['shared', 'actors', 'server', 'client', 'lab'].flatMap(sourcesOf);

/** Lines that match, as `path:line: text`. */
function lines(sources: readonly Source[], pattern: RegExp): readonly string[] {
  return sources.flatMap(({ path, text }) =>
    withoutComments(text)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test('the rules below look at the whole product', () => {
  expect(product.length).toBeGreaterThan(200);
  expect(lines(product, /export /).length).toBeGreaterThan(500);
});

test('only server/platform/config reads the environment, and the lab as it starts', () => {
  const readers = product.filter(
    ({ path }) => !path.startsWith('server/platform/config/') && path !== 'lab/labProcess.ts',
  );
  expect(lines(readers, /process\.env|import\.meta\.env/)).toEqual([]);
});

test('no SQL outside of stores and the database layer', () => {
  /** One statement each: the last one of a commit, the frame of a check, and the sign of life. */
  const named = [
    'server/platform/eventLog/appendEvents.ts',
    'server/platform/eventLog/verifyLog.ts',
    'server/application.ts',
  ];
  const others = product.filter(
    ({ path }) => !path.endsWith('Store.ts') && !path.startsWith('server/platform/db/') && !named.includes(path),
  );
  expect(lines(others, /\.query\(|\bsql\.(type|unsafe|fragment)|\bsql`/)).toEqual([]);
});

test('actors take time and chance from ports', () => {
  const actors = sourcesOf('actors').filter(({ path }) => path !== 'actors/system/clock.ts');
  expect(
    lines(
      actors,
      /(?<!\w|\.)(setTimeout|setInterval|setImmediate|queueMicrotask)\(|Date\.now|new Date\(\)|Math\.random|performance\./,
    ),
  ).toEqual([]);
});

test('SQL does not ask the database for the time, except for leases', () => {
  const stores = sourcesOf('server').filter(({ path }) => !/(shardLeaseStore|platform\/db\/migrate)\.ts$/.test(path));
  expect(
    lines(
      stores,
      /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)(?!\s*[;,).?]?\s*$).*\b(interval|from|where|values|select)\b/i,
    ),
  ).toEqual([]);
});

test('no vendor is named outside of its folder and the list that mentions it', () => {
  const places = /\/(vendors|gateways|channels|dictionaries|transport)\//;
  const general = product.filter(({ path }) => !path.startsWith('lab/') && !places.test(path));
  expect(lines(general, /\b(huawei|zte|vsol|bdcom|mikrotik|routeros|fiberhome|mpesa|m-pesa|bkash)\b/i)).toEqual([]);
});

test('nobody imports tests', () => {
  expect(lines(product, /from '(#test\/|.*\/test\/|vitest)/)).toEqual([]);
});

test('a feature of the server uses another only through its …Feature.ts', () => {
  /** Pure naming: the id of an alarm follows from its source and cause, whoever reports it. */
  const shared = ['alarmId.ts'];
  const features = sourcesOf('server').filter(({ path }) => /^server\/(?!platform\/)[a-zA-Z]+\//.test(path));
  const trespassing = features.flatMap(({ path, text }) => {
    const own = path.split('/')[1];
    const imports = [...text.matchAll(/from '((?:#server|\.{1,2})\/[^']+)'/g)];
    return imports
      .filter(([, from = '']) => {
        const found = from.startsWith('#') ? from.replace('#server', 'server') : join(dirname(path), from);
        const [layer, feature, ...file] = found.split('/');
        return (
          layer === 'server' &&
          feature !== own &&
          feature !== 'platform' &&
          file.length > 0 &&
          !/^[a-zA-Z]+Feature\.ts$/.test(file.join('/')) &&
          !shared.includes(file.join('/'))
        );
      })
      .map(([line]) => `${path}: ${line}`);
  });
  expect(trespassing).toEqual([]);
});
