import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { withLogContext } from '#server/platform/log/logContext.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import { recordingLog } from './testServer.ts';

test('secrets are hidden by name at any depth, in children, and in addresses', () => {
  const { log, lines } = recordingLog();
  log.child({ sessionToken: 'aaa' }).info(
    {
      headers: { authorization: 'Bearer bbb', cookie: 'lastmile_session=ccc', host: 'x' },
      deep: [{ body: { password: 'ddd', newPassword: 'eee', note: { apiKey: 'fff' } } }],
      tokens: 3,
      hasPassword: true,
    },
    'to postgres://app:ggggggg@db/lastmile with Bearer hhhhhhhhhh',
  );
  const line = JSON.stringify(lines()[0]);
  expect(line).not.toMatch(/aaa|bbb|ccc|ddd|eee|fff|ggg|hhh/);
  expect(lines()[0]).toMatchObject({ sessionToken: '[hidden]', headers: { host: 'x' }, tokens: 3, hasPassword: true });
});

test('an error is logged with its causes but not with what hangs on it', () => {
  const { log, lines } = recordingLog();
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(asha@example.org) exists',
    values: ['asha@example.org'],
  });
  log.error({ err: new Error('cannot save', { cause }), other: { failure: cause } }, 'failed');
  expect(lines()[0]).toMatchObject({
    err: { message: 'cannot save', cause: { code: '23505', message: 'duplicate key' } },
    other: { failure: { code: '23505' } },
  });
  expect(JSON.stringify(lines())).not.toContain('asha@');
  log.error(new Error('bare', { cause }));
  expect(lines()[1]).toMatchObject({ msg: 'bare', err: { message: 'bare' } });
  expect(JSON.stringify(lines())).not.toContain('asha@');
});

test('circular and huge values do not break a line', () => {
  const { log, lines } = recordingLog();
  const loop: Record<string, unknown> = { bytes: new Uint8Array(5), big: 12n, map: new Map([[1, 2]]) };
  loop['self'] = loop;
  log.info({ loop }, 'loop');
  expect(lines()[0]).toMatchObject({ loop: { bytes: '[5 bytes]', big: '12', map: '[Map of 1]' } });
});

test('lines inside a context carry its ids, over awaits and nested', async () => {
  const { log, lines } = recordingLog();
  await Promise.all(
    ['r1', 'r2'].map((requestId) =>
      withLogContext({ requestId }, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        withLogContext({ causeId: `c-${requestId}` }, () => log.info('inner'));
        log.info('outer');
      }),
    ),
  );
  log.info('outside');
  const ids = lines().map(({ requestId, causeId, msg }) => [msg, requestId, causeId]);
  expect(ids).toContainEqual(['inner', 'r1', 'c-r1']);
  expect(ids).toContainEqual(['outer', 'r2', undefined]);
  expect(ids.at(-1)).toEqual(['outside', undefined, undefined]);
});

test('a repeating error is written once per interval with its count', () => {
  const { log, lines } = recordingLog();
  const clock = new SimulatedClock();
  const repeating = createRepeatingLog({ log, clock, intervalMs: 1_000 });
  const counts = (): unknown[] => lines().map(({ repeated }) => repeated ?? 'first');
  for (let n = 0; n < 500; n += 1) repeating.report('olt-1', 'error', { n }, 'unreachable');
  repeating.report('olt-2', 'error', {}, 'unreachable');
  expect(counts()).toEqual(['first', 'first']);
  clock.increment(1_000);
  expect(counts()).toEqual(['first', 'first', 499]);
  expect(lines()[2]).toMatchObject({ n: 499 });
  repeating.report('olt-1', 'error', {}, 'unreachable');
  clock.increment(1_000);
  expect(counts()).toEqual(['first', 'first', 499, 1]);
  clock.increment(5_000);
  repeating.report('olt-1', 'error', {}, 'unreachable');
  repeating.report('olt-1', 'error', {}, 'unreachable');
  repeating.stop();
  expect(counts()).toEqual(['first', 'first', 499, 1, 'first', 1]);
});

test('the pretty form is one readable line with the same redaction', () => {
  let written = '';
  const log = createLogger({ level: 'info', format: 'pretty', stream: { write: (line) => void (written += line) } });
  log.info({ password: 'hunter2', port: 3000 }, 'listening');
  expect(written).toContain('INFO');
  expect(written).toContain('listening');
  expect(written).toContain('3000');
  expect(written).not.toContain('hunter2');
});
