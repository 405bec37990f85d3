import { execFile } from 'node:child_process';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startCollector, type Collector } from './collector.ts';

const run = promisify(execFile);
/** util-linux logger: other people's syslog, octet counting and structured data. */
const hasLogger = await run('logger', ['--version']).then(
  ({ stdout }) => stdout.includes('util-linux'),
  () => false,
);
const machine = hostname().split('.')[0] ?? 'localhost';

async function log(
  collector: Collector,
  parameters: readonly string[],
  text: string,
  options: readonly string[] = [],
): Promise<void> {
  await run('logger', [
    ...[
      '--server',
      '127.0.0.1',
      '--port',
      String(collector.port),
      '--tcp',
      '--rfc5424',
      '--msgid',
      'ALARM',
      '--tag',
      'ups',
    ],
    ...options,
    ...['--sd-id', 'alarm@32473', ...parameters.flatMap((parameter) => ['--sd-param', parameter])],
    text,
  ]);
}

const name = ['resource="input/1"', 'probableCause="powerProblem"'];

describe.skipIf(!hasLogger)('logger of util-linux', () => {
  test.for([
    { framing: 'octet counting', options: ['--octet-count'] },
    { framing: 'line feeds', options: [] },
  ])('raises and clears an alarm with $framing', async ({ options }) => {
    await using collector = await startCollector({ sources: [{ address: '127.0.0.1', hostname: machine }] });
    const { model } = collector;
    const alarm = () => model.named(`${machine}/input/1`, 'powerProblem');
    await log(collector, [...name, 'perceivedSeverity="major"'], 'Mains failed, password=hunter2', options);
    await eventually(() => alarm()?.standing === true, 'the alarm stands');
    expect(alarm()).toMatchObject({ severity: 'major', episode: 1 });
    expect(model.evidence[0]).toContain('probableCause="powerProblem"');
    expect(model.evidence[0]).toContain('password=[hidden]');
    await log(collector, [...name, 'perceivedSeverity="cleared"'], 'Mains back', options);
    await eventually(() => alarm()?.standing === false, 'the alarm is cleared');
    expect(alarm()).toMatchObject({ episode: 1, clearReason: 'Mains back' });
  });

  test('that nobody registered is counted and acts on nothing', async () => {
    await using collector = await startCollector();
    for (let message = 0; message < 3; message++)
      await log(collector, [...name, 'perceivedSeverity="major"'], 'who am I', ['--octet-count']);
    await eventually(() => collector.feature.stats().intake.fromUnknown === 3, 'three messages');
    expect(collector.feature.unknownSenders()).toEqual([
      expect.objectContaining({ address: '127.0.0.1', hostname: machine, messages: 3 }),
    ]);
    expect(collector.model.asks).toBe(0);
    expect(collector.logged().filter((line) => line.includes('not registered'))).toHaveLength(1);
  });

  test('with an alarm that is not understood is counted with its source', async () => {
    await using collector = await startCollector({ sources: [{ address: '127.0.0.1', hostname: machine }] });
    await log(collector, ['resource="input/1"', 'perceivedSeverity="terrible"'], 'what', ['--octet-count']);
    await eventually(() => collector.feature.stats().intake.unparsable === 1, 'it is counted');
    expect(collector.model.asks).toBe(1);
    expect(collector.model.raises).toBe(0);
  });
});
