import { describe, expect, test } from 'vitest';
import { createActor, type SnapshotFrom } from 'xstate';
import { alarmSourceActor, alarmSourceLogic } from '#actors/alarmSource/alarmSourceActor.ts';
import type { AlarmSourceFact } from '#actors/alarmSource/alarmSourceFacts.ts';
import type { alarmSourceMachine } from '#actors/alarmSource/alarmSourceMachine.ts';
import type { SourceSilence } from '#actors/alarmSource/alarmSourcePorts.ts';
import { SimulatedTime } from '../support/simulatedTime.ts';

const SILENT_AFTER = 90_000;
const ALARM_AFTER = 120_000;
const START = Date.UTC(2026, 0, 1);

interface Attempt {
  readonly silence: SourceSilence;
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

function startSource() {
  const clock = new SimulatedTime(START);
  const attempts: Attempt[] = [];
  const receives: {
    readonly tell: (fact: AlarmSourceFact) => void;
    readonly signal: AbortSignal;
    readonly fail: (error: Error) => void;
  }[] = [];
  const logic = alarmSourceLogic({
    clock,
    receive: (tell, signal) => new Promise<void>((_resolve, fail) => void receives.push({ tell, signal, fail })),
    report: (silence, signal) =>
      new Promise<void>((answer, fail) => void attempts.push({ silence, signal, answer, fail })),
  });
  const actor = createActor(logic, {
    input: { name: 'OLT 1', startedAt: START, silentAfterMs: SILENT_AFTER, alarmAfterMs: ALARM_AFTER },
    clock,
  });
  const errors: unknown[] = [];
  actor.subscribe({ error: (error) => errors.push(error) });
  actor.start();
  const tell = (fact: AlarmSourceFact): void => receives.at(-1)?.tell(fact);
  return {
    clock,
    actor,
    attempts,
    receives,
    errors,
    connect: () => tell({ type: 'source.connected', at: clock.now(), peer: '127.41.1.11' }),
    hear: (counts: Partial<Extract<AlarmSourceFact, { type: 'source.heard' }>> = {}) =>
      tell({ type: 'source.heard', at: clock.now(), messages: 1, raised: 0, cleared: 0, refused: 0, ...counts }),
    disconnect: (remaining = 0) => tell({ type: 'source.disconnected', at: clock.now(), reason: 'ended', remaining }),
    tell,
    link: () => alarmSourceActor.machineState(actor.getSnapshot()),
    presence: () => actor.getSnapshot().value.presence,
    context: (): SnapshotFrom<typeof alarmSourceMachine>['context'] => actor.getSnapshot().context,
    async answerAll() {
      for (const { answer } of attempts) answer();
      await clock.settle();
    },
  };
}
type Source = ReturnType<typeof startSource>;

const ways = {
  waiting: async (_source: Source) => undefined,
  receiving: async (source: Source) => {
    source.connect();
    await source.answerAll();
  },
  silent: async (source: Source) => {
    source.connect();
    await source.answerAll();
    await source.clock.advance(SILENT_AFTER);
  },
} as const;

describe('the link', () => {
  test.for([
    { from: 'waiting', what: 'it connects', to: 'receiving', act: (s: Source) => s.connect() },
    { from: 'waiting', what: 'a late report is answered', to: 'waiting', act: (s: Source) => s.hear() },
    { from: 'waiting', what: 'a connection it never had ends', to: 'waiting', act: (s: Source) => s.disconnect() },
    { from: 'waiting', what: 'time passes', to: 'waiting', act: (s: Source) => s.clock.advance(10 * SILENT_AFTER) },
    { from: 'receiving', what: 'it speaks', to: 'receiving', act: (s: Source) => s.hear() },
    { from: 'receiving', what: 'it connects once more', to: 'receiving', act: (s: Source) => s.connect() },
    { from: 'receiving', what: 'one of two connections ends', to: 'receiving', act: (s: Source) => s.disconnect(1) },
    { from: 'receiving', what: 'the last connection ends', to: 'waiting', act: (s: Source) => s.disconnect() },
    {
      from: 'receiving',
      what: 'almost the silent time passes',
      to: 'receiving',
      act: (s: Source) => s.clock.advance(SILENT_AFTER - 1),
    },
    {
      from: 'receiving',
      what: 'the silent time passes',
      to: 'silent',
      act: (s: Source) => s.clock.advance(SILENT_AFTER),
    },
    {
      from: 'receiving',
      what: 'only answers come for the silent time',
      to: 'silent',
      act: async (s: Source) => {
        await s.clock.advance(SILENT_AFTER / 2);
        s.hear({ messages: 0, raised: 5 });
        await s.clock.advance(SILENT_AFTER / 2);
      },
    },
    {
      from: 'receiving',
      what: 'a list ends',
      to: 'receiving',
      act: (s: Source) => s.tell({ type: 'source.resynced', at: START, cleared: 2 }),
    },
    { from: 'silent', what: 'it speaks', to: 'receiving', act: (s: Source) => s.hear() },
    {
      from: 'silent',
      what: 'only an answer comes',
      to: 'silent',
      act: (s: Source) => s.hear({ messages: 0, raised: 1 }),
    },
    { from: 'silent', what: 'it connects anew', to: 'receiving', act: (s: Source) => s.connect() },
    { from: 'silent', what: 'the connection ends', to: 'waiting', act: (s: Source) => s.disconnect() },
  ] as const)('$from, $what -> $to', async ({ from, to, act }) => {
    const source = startSource();
    await ways[from](source);
    expect(source.link()).toBe(from);
    await act(source);
    expect(source.link()).toBe(to);
    expect(source.errors).toEqual([]);
    source.actor.stop();
  });

  test('speaking starts the silent time anew', async () => {
    const source = startSource();
    await ways.receiving(source);
    for (let i = 0; i < 5; i++) {
      await source.clock.advance(SILENT_AFTER - 1);
      expect(source.link()).toBe('receiving');
      source.hear();
    }
    expect(source.link()).toBe('receiving');
  });

  test('an event nobody knows is counted and changes nothing', () => {
    const source = startSource();
    const before = source.actor.getSnapshot().value;
    source.actor.send({ type: 'source.sneezed' } as never);
    expect(source.actor.getSnapshot().value).toEqual(before);
    expect(source.context().unexpected).toBe(1);
  });

  test('unknown since: the start, the end of the connection, or the last word', async () => {
    const source = startSource();
    expect(source.context().unknownSince).toBe(START);
    await source.clock.advance(1000);
    source.connect();
    expect(source.context().unknownSince).toBeUndefined();
    await source.clock.advance(1000);
    source.disconnect();
    expect(source.context().unknownSince).toBe(START + 2000);
    await source.clock.advance(1000);
    source.connect();
    source.hear();
    await source.clock.advance(SILENT_AFTER);
    expect(source.context().unknownSince).toBe(START + 3000);
    source.disconnect();
    expect(source.context().unknownSince).toBe(START + 3000);
  });

  test('what it hears is counted', async () => {
    const source = startSource();
    source.connect();
    source.hear({ messages: 5, raised: 3, cleared: 1, refused: 1, lastRefusal: 'no resource' });
    source.hear({ messages: 2, raised: 2 });
    source.tell({ type: 'source.resynced', at: START, cleared: 4 });
    source.disconnect();
    expect(source.context()).toMatchObject({
      messages: 7,
      raised: 5,
      cleared: 5,
      refused: 1,
      lastRefusal: 'no resource',
      resyncs: 1,
      disconnects: 1,
      connections: 0,
      lastDisconnect: 'ended',
    });
  });
});

describe('the alarm about silence', () => {
  test('a source that falls silent raises it, and clears it by its next word', async () => {
    const source = startSource();
    await ways.receiving(source);
    const lastWordAt = source.clock.now();
    source.attempts.length = 0;
    await source.clock.advance(SILENT_AFTER + ALARM_AFTER - 1);
    expect(source.attempts).toEqual([]);
    await source.clock.advance(1);
    expect(source.attempts.map(({ silence }) => silence)).toEqual([{ type: 'raise', since: lastWordAt }]);
    await source.answerAll();
    expect(source.presence()).toBe('alarmed');
    source.hear();
    expect(source.attempts.at(-1)?.silence).toEqual({ type: 'clear', since: source.clock.now() });
    await source.answerAll();
    expect(source.presence()).toBe('heard');
  });

  test('a source that never connects raises it', async () => {
    const source = startSource();
    await source.clock.advance(ALARM_AFTER);
    expect(source.attempts.map(({ silence }) => silence)).toEqual([{ type: 'raise', since: START }]);
  });

  test('a short interruption raises nothing', async () => {
    const source = startSource();
    await ways.receiving(source);
    source.attempts.length = 0;
    source.disconnect();
    await source.clock.advance(ALARM_AFTER - 1);
    source.connect();
    await source.clock.advance(SILENT_AFTER - 1);
    expect(source.attempts).toEqual([]);
    expect(source.presence()).toBe('heard');
  });

  test('one that may stand from before a restart is cleared by the first word', async () => {
    const source = startSource();
    source.connect();
    expect(source.attempts.map(({ silence: { type } }) => type)).toEqual(['clear']);
    await source.answerAll();
    source.disconnect();
    source.connect();
    expect(source.attempts).toHaveLength(1);
  });

  test('raising that fails is tried again', async () => {
    const source = startSource();
    await source.clock.advance(ALARM_AFTER);
    source.attempts[0]?.fail(new Error('no database'));
    await source.clock.settle();
    expect(source.presence()).toBe('raisingAgain');
    expect(source.context().lastError).toBe('Error: no database');
    await source.clock.advance(5_000);
    expect(source.attempts.map(({ silence }) => silence)).toEqual([
      { type: 'raise', since: START },
      { type: 'raise', since: START },
    ]);
  });

  test('a word while it is being raised calls it off and clears what may have been raised', async () => {
    const source = startSource();
    await source.clock.advance(ALARM_AFTER);
    source.connect();
    expect(source.attempts[0]?.signal.aborted).toBe(true);
    expect(source.attempts.map(({ silence: { type } }) => type)).toEqual(['raise', 'clear']);
  });

  test('clearing that fails is tried again, and silence meanwhile starts the time anew', async () => {
    const source = startSource();
    source.connect();
    source.attempts[0]?.fail(new Error('busy'));
    await source.clock.settle();
    source.disconnect();
    await source.clock.advance(5_000);
    expect(source.attempts.map(({ silence: { type } }) => type)).toEqual(['clear', 'clear']);
    await source.answerAll();
    expect(source.presence()).toBe('unheard');
    await source.clock.advance(ALARM_AFTER);
    expect(source.attempts.at(-1)?.silence.type).toBe('raise');
  });
});

describe('receiving', () => {
  test('that fails is taken up again after a second, and tells of connections anew', async () => {
    const source = startSource();
    await ways.receiving(source);
    source.receives[0]?.fail(new Error('broken'));
    await source.clock.settle();
    expect(source.link()).toBe('detached');
    expect(source.context()).toMatchObject({ connections: 0, lastError: 'Error: broken' });
    await source.clock.advance(1000);
    expect(source.receives).toHaveLength(2);
    source.connect();
    expect(source.link()).toBe('receiving');
    expect(source.context().connections).toBe(1);
    expect(source.errors).toEqual([]);
  });

  test('ends when the actor is stopped', () => {
    const source = startSource();
    expect(source.receives[0]?.signal.aborted).toBe(false);
    source.actor.stop();
    expect(source.receives[0]?.signal.aborted).toBe(true);
  });
});

test('what the Inspector shows is JSON', () => {
  const source = startSource();
  source.connect();
  const shown = alarmSourceActor.inspect(source.actor.getSnapshot());
  expect(JSON.parse(JSON.stringify(shown))).toMatchObject({ name: 'OLT 1', connections: 1, presence: 'clearing' });
  expect(alarmSourceActor.chart.children.map(({ name }) => name)).toEqual(['link', 'presence']);
});
