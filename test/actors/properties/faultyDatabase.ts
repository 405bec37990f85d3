import fc from 'fast-check';
import { IdempotencyKey } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { createWorld, tally, type ActorWorld } from '../../support/actorWorld.ts';
import { ModelStore, type Fault } from '../../support/modelStore.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import {
  replayTally,
  UNSTORABLE_ACT,
  type TallyCommand,
  type TallyEvent,
  type TallyState,
} from '../../support/tallyKind.ts';
import { assertEqual } from './assertEqual.ts';

const ACTORS = 4;

const command = fc.record({
  actor: fc.nat(ACTORS - 1),
  kind: fc.constantFrom('add', 'report', 'report', 'refuse', 'wakeAt', 'unstorable', 'break'),
  waitMs: fc.nat(30),
  /** How often the same command is sent with the same key, at once or later. */
  copies: fc.integer({ min: 1, max: 3 }),
  node: fc.nat(1),
});

export interface FaultyRun {
  readonly commands: readonly {
    readonly actor: number;
    readonly kind: string;
    readonly waitMs: number;
    readonly copies: number;
    readonly node: number;
  }[];
  readonly seed: number;
  /** Share of transactions that go wrong. */
  readonly trouble: number;
  readonly nodes: number;
}

/** Random commands to one or two servers over a database that fails in every way it can. */
export const faultyRun: fc.Arbitrary<FaultyRun> = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 40 }),
  seed: fc.integer({ min: 1 }),
  trouble: fc.constantFrom(0, 0.1, 0.4),
  nodes: fc.integer({ min: 1, max: 2 }),
});

function commandOf(kind: string, act: number, now: number): TallyCommand {
  switch (kind) {
    case 'add':
      return { type: 'tally.add', act, n: act };
    case 'report':
      return { type: 'tally.report', acts: [act], n: act };
    case 'wakeAt':
      return { type: 'tally.wakeAt', at: now + 50 + act };
    case 'unstorable':
      return { type: 'tally.unstorable', act };
    case 'break':
      return { type: 'tally.break' };
    default:
      return { type: 'tally.refuse' };
  }
}

/**
 * Whatever happens to the database: every sender is answered; a key acts at most once, and exactly once when it was
 * accepted; what is stored is what the log says; followers hear the log in order; nobody's trouble is another's; and an
 * actor that comes back is equal to what it was.
 */
export async function runFaulty({ commands, seed, trouble, nodes }: FaultyRun): Promise<void> {
  const random = seededRandom(seed);
  const faults: readonly Fault[] = [
    'unavailable',
    'full',
    'unknown-stored',
    'unknown-lost',
    'unknown-stored',
    'unknown-lost',
  ];
  let rate = trouble;
  const time = new SimulatedTime();
  const store = new ModelStore({
    clock: time,
    latencyMs: () => Math.floor(random() * 12),
    fault: () => (random() < rate ? faults[Math.floor(random() * faults.length)]! : 'none'),
    loadFault: () => (random() < rate / 4 ? 'unavailable' : 'none'),
    refuses: ({ change }) => ((change?.state as TallyState | undefined)?.acts ?? []).includes(UNSTORABLE_ACT),
  });
  const worlds = Array.from({ length: nodes }, (_, index) => createWorld({ time, store, seed: seed + index }));
  for (const world of worlds) world.system.start();
  const sent: { act: number; kind: string; actor: number; replies: Promise<Reply>[] }[] = [];
  for (const [act, { actor, kind, waitMs, copies, node }] of commands.entries()) {
    const key = IdempotencyKey.parse(`property:${act}:key`);
    const message = commandOf(kind, act, time.now());
    const replies = Array.from({ length: copies }, (_, copy) =>
      worlds[(node + copy) % nodes]!.ask(tally(actor), message, { key }),
    );
    sent.push({ act, kind, actor, replies });
    if (random() < 0.1) worlds[node % nodes]!.system.crash(tally(actor));
    await time.advance(waitMs);
  }
  const answers = await time.until(Promise.all(sent.map(({ replies }) => Promise.all(replies))));
  rate = 0;
  await time.advance(200_000);
  for (const [index, { act, kind, actor }] of sent.entries()) {
    checkAnswers(store, act, kind, actor, answers[index]!);
  }
  for (let n = 0; n < ACTORS; n++) await checkActor(worlds, store, n);
  const positions = store.log.map(({ position }) => position);
  assertEqual(
    positions,
    positions.map((_, index) => index + 1),
    'positions are dense',
  );
  for (const world of worlds) {
    const heard = world.batches.flatMap(({ events }) => events.map(({ position }) => position));
    assertEqual(
      heard,
      heard.toSorted((a, b) => a - b),
      'followers hear in order',
    );
    await time.until(world.system.stop());
  }
  await time.advance(1_000); // a look at the deadlines may have been under way
  assertEqual(time.waitingMs(), [], 'nothing is left behind');
}

function checkAnswers(store: ModelStore, act: number, kind: string, actor: number, answers: readonly Reply[]): void {
  const acts =
    (store.states.get(`${tally(actor).tenant}/tally/${tally(actor).id}`)?.state as TallyState | undefined)?.acts ?? [];
  const times = acts.filter((done) => done === act).length;
  const accepted = answers.some((answer) => answer.ok);
  if (kind === 'add' || kind === 'report') {
    if (times > 1) throw new Error(`act ${act} was done ${times} times`);
    if (accepted && times !== 1) throw new Error(`act ${act} was accepted and not done`);
  }
  const final = answers.filter((answer) => answer.ok || answer.code.startsWith('tally/'));
  assertEqual(new Set(final.map((answer) => JSON.stringify(answer))).size <= 1, true, `one answer to key ${act}`);
  if (kind === 'break' && accepted) throw new Error('a message that breaks its actor was accepted');
}

async function checkActor(worlds: readonly ActorWorld[], store: ModelStore, n: number): Promise<void> {
  const stored = store.states.get(`${tally(n).tenant}/tally/${tally(n).id}`);
  const events = store.eventsOf(tally(n)).map(({ type, data }) => ({ ...data, type }) as TallyEvent);
  if (!stored) return assertEqual(events, [], 'no state, no events');
  assertEqual(stored.state, replayTally(events), 'the state is what the log says');
  assertEqual((stored.state as TallyState).alarmAt, undefined, 'every deadline has rung');
  const { rings } = stored.state as TallyState;
  assertEqual(new Set(rings).size, rings.length, 'each deadline rang once');
  const [world] = worlds;
  world!.system.domain.restart(tally(n));
  await world!.time.until(world!.system.domain.activate(tally(n)));
  const cell = world!.system.domain.directory.find(tally(n))!;
  assertEqual({ state: cell.state, version: cell.version }, stored, 'it comes back equal');
}
