import { expect, test } from 'vitest';
import { createReadiness } from '#server/platform/health/readiness.ts';
import { startTestServer } from './testServer.ts';

test('readiness follows its checks and says why not', async () => {
  await using server = await startTestServer();
  const ask = async (): Promise<[number, unknown]> => {
    const answer = await fetch(`${server.url}/readyz`);
    return [answer.status, await answer.json()];
  };
  expect(await ask()).toEqual([503, { ready: false, checks: [{ name: 'process', ready: false, reason: 'starting' }] }]);

  let database: string | undefined = 'the database does not answer';
  server.readiness.register('database', () => database);
  server.readiness.register('migrations', async () => undefined);
  expect(await ask()).toEqual([
    503,
    {
      ready: false,
      checks: [
        { name: 'database', ready: false, reason: 'the database does not answer' },
        { name: 'migrations', ready: true },
      ],
    },
  ]);

  database = undefined;
  expect((await ask())[0]).toBe(200);
  server.readiness.drain('stopping');
  expect(await ask()).toMatchObject([503, { ready: false }]);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('a check that throws or never answers is a reason, and callers share a run', async () => {
  const readiness = createReadiness(20);
  let runs = 0;
  readiness.register('throws', () => {
    runs += 1;
    throw new Error('boom');
  });
  readiness.register('hangs', () => new Promise(() => undefined));
  const [first, second] = await Promise.all([readiness.report(), readiness.report()]);
  expect(second).toBe(first);
  expect(runs).toBe(1);
  expect(first.checks).toEqual([
    { name: 'throws', ready: false, reason: 'boom' },
    { name: 'hangs', ready: false, reason: 'no answer within 20 ms' },
  ]);
  expect(() => readiness.register('hangs', () => undefined)).toThrow('already');
});

test('the exposition follows the text format, line by line', async () => {
  await using server = await startTestServer();
  server.metrics.start();
  server.metrics.actors.commands.inc({ kind: 'alarm', outcome: 'accepted' });
  await fetch(`${server.url}/healthz`);
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const samples = parseExposition(await answer.text());
  server.metrics.stop();
  expect(samples.get('lastmile_actor_commands_total{kind="alarm",outcome="accepted"}')).toBe(1);
  expect(samples.get('lastmile_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"}')).toBe(
    1,
  );
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  expect(samples.get('lastmile_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
});

test('metrics are for this machine or for who has the token', async () => {
  await using server = await startTestServer({ metricsToken: 'long-metrics-token' });
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${server.url}/metrics`, { headers })).status;
  expect(await ask({})).toBe(200);
  expect(await ask({ 'x-forwarded-for': '203.0.113.9' })).toBe(403);
  expect(await ask({ 'x-forwarded-for': '127.0.0.1' })).toBe(403);
  expect(await ask({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer wrong-token' })).toBe(403);
  expect(await ask({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer long-metrics-token' })).toBe(200);
});

/** Values by series; throws for a line that Prometheus would refuse, an untyped series or one given twice. */
function parseExposition(text: string): ReadonlyMap<string, number> {
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const type = /^# TYPE (\w+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type?.[1] && type[2]) types.set(type[1], type[2]);
    if (line.startsWith('#')) {
      expect(line).toMatch(/^# (HELP \w+ \S.*|TYPE \w+ \w+)$/);
      continue;
    }
    const sample = /^([a-zA-Z_:]\w*)(\{(?:\w+="(?:[^"\\]|\\.)*",?)*\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line);
    if (!sample?.[1]) throw new Error(`not a sample: ${line}`);
    const family = sample[1].replace(/_(bucket|sum|count)$/, '');
    if (!types.has(sample[1]) && !types.has(family)) throw new Error(`no type: ${line}`);
    const series = sample[1] + (sample[2] ?? '');
    if (samples.has(series)) throw new Error(`twice: ${series}`);
    samples.set(series, Number(sample[3]));
  }
  return samples;
}
