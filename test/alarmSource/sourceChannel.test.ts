import { describe, expect, test } from 'vitest';
import { alarmId } from '#server/alarm/alarmId.ts';
import { raisedName, source, startChannel } from './channelWorld.ts';

describe('a report becomes a command', () => {
  test('with the alarm of its source and cause, the raw line as evidence and a key of its own', async () => {
    const world = startChannel();
    world.run();
    void world.report();
    expect(world.asked[0]?.envelope).toEqual({
      address: { tenant: source.tenant, kind: 'alarm', id: alarmId(source.tenant, 'OLT-1/1/1', 'lossOfSignal') },
      key: `syslog:${source.id}:c1:1`,
      command: {
        type: 'alarm.raise',
        source: 'OLT-1/1/1',
        cause: 'lossOfSignal',
        severity: 'major',
        text: 'dark',
        branchId: source.branchId,
        occurrences: 1,
      },
      caller: { kind: 'system', name: 'alarmSource:OLT-1' },
      evidence: { id: expect.any(String), kind: 'syslog', bytes: Buffer.from('line 1'), receivedAt: world.clock.now() },
      deadlineAt: world.clock.now() + 10_000,
    });
  });

  test.for([
    { resource: '1/1', named: 'OLT-1/1/1' },
    { resource: 'OLT-1', named: 'OLT-1' },
    { resource: 'OLT-1/fan/2', named: 'OLT-1/fan/2' },
    { resource: 'OLT-11/fan/2', named: 'OLT-1/OLT-11/fan/2' },
    { resource: 'OLT-2', named: 'OLT-1/OLT-2' },
  ])('resource $resource is $named', ({ resource, named }) => {
    const world = startChannel();
    world.run();
    void world.report({ resource });
    expect(world.commands()).toEqual([expect.objectContaining({ source: named })]);
  });

  test('of severity cleared clears', () => {
    const world = startChannel();
    world.run();
    void world.report({ perceivedSeverity: 'cleared', text: '' });
    expect(world.commands()).toEqual([{ type: 'alarm.clear', reason: 'cleared by the source' }]);
  });

  test.for([
    { name: 'a resource that is too long once qualified', report: { resource: 'r'.repeat(198) } },
    { name: "the product's own alarm", report: { resource: 'OLT-1', probableCause: 'sourceSilent' } },
  ])('unless it names $name', async ({ report }) => {
    const world = startChannel();
    world.run();
    expect(world.report(report)).toBeUndefined();
    await world.clock.advance(200);
    expect(world.asked).toEqual([]);
    expect(world.facts).toEqual([expect.objectContaining({ messages: 1, raised: 0, refused: 1 })]);
  });
});

describe('order and parallelism', () => {
  test('of one alarm, one after the other; of different ones, at once', async () => {
    const world = startChannel();
    world.run();
    void world.report();
    void world.report({ perceivedSeverity: 'cleared' });
    void world.report({ resource: '1/2' });
    expect(world.commands().map(raisedName)).toEqual(['raise OLT-1/1/1 x1', 'raise OLT-1/1/2 x1']);
    await world.answerAll();
    expect(world.commands().map(raisedName)).toEqual(['raise OLT-1/1/1 x1', 'raise OLT-1/1/2 x1', 'alarm.clear']);
  });

  test('raises that wait for the same alarm become one, but never past a clear', async () => {
    const world = startChannel();
    world.run();
    const answered: number[] = [];
    const reports = ['major', 'major', 'critical', 'cleared', 'minor', 'minor'] as const;
    reports.forEach(
      (perceivedSeverity, index) => void world.report({ perceivedSeverity })?.then(() => answered.push(index)),
    );
    await world.answerAll();
    expect(
      world
        .commands()
        .map((command) => (command.type === 'alarm.raise' ? `${command.severity} x${command.occurrences}` : 'clear')),
    ).toEqual(['major x1', 'critical x2', 'clear', 'minor x2']);
    expect(new Set(answered)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    await world.clock.advance(200);
    expect(world.facts).toEqual([expect.objectContaining({ messages: 6, raised: 5, cleared: 1, refused: 0 })]);
  });

  test('no more alarms than allowed are told at a time', async () => {
    const world = startChannel({ mostInFlight: 3 });
    world.run();
    for (let index = 0; index < 10; index++) void world.report({ resource: `1/${index}` });
    expect(world.asked).toHaveLength(3);
    world.asked[1]?.answer();
    await world.clock.settle();
    expect(world.asked).toHaveLength(4);
  });
});

describe('until it is done', () => {
  test.for(['storage/unavailable', 'actor/busy', 'command/timeout', 'system/draining'])(
    '%s is asked again with the same key',
    async (code) => {
      const world = startChannel();
      world.run();
      let answered = false;
      void world.report()?.then(() => (answered = true));
      for (let attempt = 0; attempt < 6; attempt++) {
        world.asked[attempt]?.answer({ ok: false, code, message: 'not now' });
        await world.clock.advance(2_000);
      }
      expect(world.asked).toHaveLength(7);
      expect(new Set(world.asked.map(({ envelope }) => envelope.key)).size).toBe(1);
      expect(answered).toBe(false);
      await world.answerAll();
      expect(answered).toBe(true);
    },
  );

  test('a refusal that would not change is counted and lets the next one through', async () => {
    const world = startChannel();
    world.run();
    void world.report();
    void world.report({ perceivedSeverity: 'cleared' });
    world.asked[0]?.answer({ ok: false, code: 'actor/set-aside', message: 'crashed' });
    await world.clock.settle();
    expect(world.asked).toHaveLength(2);
    await world.answerAll();
    await world.clock.advance(200);
    expect(world.facts).toEqual([
      expect.objectContaining({
        messages: 2,
        cleared: 1,
        refused: 1,
        lastRefusal: 'alarm.raise refused: actor/set-aside',
      }),
    ]);
  });

  test('a run that is cut off leaves its reports to the next one, which asks with the same keys', async () => {
    const world = startChannel();
    const first = world.run();
    let answered = 0;
    void world.report()?.then(() => (answered += 1));
    void world.report({ perceivedSeverity: 'cleared' })?.then(() => (answered += 1));
    first.stop();
    await first.ended;
    void world.report({ resource: '1/2' })?.then(() => (answered += 1));
    world.asked[0]?.answer();
    await world.clock.settle();
    expect(world.asked).toHaveLength(1);
    world.run();
    await world.answerAll();
    expect(world.asked.map(({ envelope }) => envelope.key.slice(-4))).toEqual(['c1:1', 'c1:1', 'c1:3', 'c1:2']);
    expect(answered).toBe(3);
  });

  test('what waits is let go when the source is not registered any more', async () => {
    const world = startChannel();
    const running = world.run();
    let answered = 0;
    void world.report()?.then(() => (answered += 1));
    world.channel.connected('c1', 'x');
    void world.channel.resyncEnds(world.arrival())?.then(() => (answered += 1));
    void world.report({ resource: '1/2' })?.then(() => (answered += 1));
    running.stop();
    world.channel.abandon();
    await world.report();
    await world.clock.settle();
    expect(answered).toBe(3);
  });
});

describe('a complete list of alarms', () => {
  const standing = (...resources: string[]) =>
    resources.map((resource) => ({ source: `OLT-1/${resource}`, cause: 'lossOfSignal' }));

  test('clears what stands here and was not named, after everything before and before everything later', async () => {
    const world = startChannel();
    world.run();
    world.channel.connected('c1', '127.41.1.11');
    world.stand(...standing('1', '2', '3'), { source: 'OLT-1', cause: 'sourceSilent' });
    void world.report({ resource: '2' });
    void world.channel.resyncEnds(world.arrival());
    void world.report({ resource: '3' });
    await world.clock.settle();
    expect(world.commands().map(raisedName)).toEqual(['raise OLT-1/2 x1']);
    world.asked[0]?.answer();
    await world.clock.settle();
    expect(world.commands().slice(1)).toEqual([
      { type: 'alarm.clear', reason: 'not re-sent after reconnect' },
      { type: 'alarm.clear', reason: 'not re-sent after reconnect' },
    ]);
    expect(world.asked.slice(1).map(({ envelope }) => envelope.address.id)).toEqual(
      ['OLT-1/1', 'OLT-1/3'].map((name) => alarmId(source.tenant, name, 'lossOfSignal')),
    );
    await world.answerAll();
    expect(world.commands().map(raisedName).at(-1)).toBe('raise OLT-1/3 x1');
    expect(world.facts.find(({ type }) => type === 'source.resynced')).toMatchObject({ cleared: 2 });
  });

  test('counts what another connection of the source raised meanwhile', async () => {
    const world = startChannel();
    world.run();
    world.channel.connected('c1', 'x');
    world.channel.connected('c2', 'x');
    world.stand(...standing('1'));
    void world.report({ resource: '1' }, 'c2');
    void world.channel.resyncEnds(world.arrival('c1'));
    await world.answerAll();
    expect(world.commands().map(raisedName)).toEqual(['raise OLT-1/1 x1']);
  });

  test('proves nothing when it had not begun on this connection', async () => {
    const world = startChannel();
    world.run();
    world.stand(...standing('1'));
    world.channel.connected('c1', 'x');
    void world.channel.resyncEnds(world.arrival());
    await world.answerAll();
    expect(world.commands()).toHaveLength(1);
    expect(world.channel.resyncEnds(world.arrival())).toBeUndefined();
    world.channel.resyncBegins(world.arrival());
    expect(world.channel.resyncEnds(world.arrival())).toBeInstanceOf(Promise);
  });

  test('interrupted on the way is done by the next run', async () => {
    const world = startChannel();
    const first = world.run();
    world.channel.connected('c1', 'x');
    world.stand(...standing('1', '2'));
    let done = false;
    void world.channel.resyncEnds(world.arrival())?.then(() => (done = true));
    await world.clock.settle();
    expect(world.asked).toHaveLength(2);
    first.stop();
    await first.ended;
    world.run();
    await world.clock.settle();
    expect(done).toBe(false);
    await world.answerAll();
    expect(done).toBe(true);
    const keys = world.asked.map(({ envelope }) => envelope.key);
    expect(keys.slice(2)).toEqual(keys.slice(0, 2));
  });
});

describe('facts', () => {
  test('tell of connections again to the next run', async () => {
    const world = startChannel();
    world.channel.connected('c1', '127.41.1.11');
    world.channel.connected('c1', '127.41.1.11');
    const first = world.run();
    first.stop();
    world.run();
    world.channel.disconnected('c1', 'ended');
    world.channel.disconnected('c1', 'ended');
    expect(world.facts.map(({ type }) => type)).toEqual([
      'source.connected',
      'source.connected',
      'source.disconnected',
    ]);
  });

  test('come ten times a second at most, however many messages do', async () => {
    const world = startChannel();
    world.run();
    for (let ms = 0; ms < 1000; ms++) {
      world.channel.heard();
      await world.clock.advance(1);
    }
    await world.clock.advance(100);
    expect(world.facts.length).toBeLessThanOrEqual(11);
    expect(world.facts.reduce((sum, fact) => sum + (fact.type === 'source.heard' ? fact.messages : 0), 0)).toBe(1000);
  });
});

describe('silence', () => {
  test('is an alarm of the source itself', async () => {
    const world = startChannel();
    const since = Date.UTC(2026, 0, 1, 12);
    const done = world.channel.ports.report({ type: 'raise', since }, new AbortController().signal);
    await world.answerAll();
    await done;
    expect(world.asked[0]?.envelope).toMatchObject({
      address: { id: alarmId(source.tenant, 'OLT-1', 'sourceSilent') },
      key: `silence:${source.id}:raise:${since}`,
    });
    expect(world.commands()).toEqual([
      expect.objectContaining({
        source: 'OLT-1',
        cause: 'sourceSilent',
        text: 'Nothing heard from OLT-1 since 2026-01-01T12:00:00.000Z; its state is unknown.',
      }),
    ]);
  });

  test('refused for good is an error', async () => {
    const world = startChannel();
    const done = world.channel.ports.report({ type: 'clear', since: 0 }, new AbortController().signal);
    const [error] = await Promise.all([
      done.catch((failure: unknown) => failure),
      world.answerAll({ ok: false, code: 'command/malformed', message: 'no' }),
    ]);
    expect(error).toMatchObject({ message: 'the alarm about OLT-1 answered command/malformed' });
  });
});
