import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { policies } from '#lab/nas/mikrotik/menu.ts';
import type { LineState } from '#lab/nas/mikrotik/radius/lineState.ts';
import type { SubscriberLine } from '#lab/nas/mikrotik/radius/subscriberLine.ts';
import { mikrotikDriver } from '#server/nas/vendors/mikrotik/mikrotikDriver.ts';
import type { NasWire } from '#server/nas/vendors/nasDriver.ts';
import { type OpenSession, SilentSessions } from '#server/radius/healing/silentSessions.ts';
import { decodeEntry, type JournalEntry } from '#server/radius/journal/entryCodec.ts';
import { JournalReader } from '#server/radius/journal/journalReader.ts';
import { TenantId } from '#shared/values/ids.ts';
import { startRouter } from '../../lab/labRouter.ts';
import { watchRouter } from '../../nas/watchedRouters.ts';
import { skippingClock } from '../../support/skippingClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { ann, bob, router as nas, runningRadius, secret } from '../process/runningRadius.ts';

const admin = { name: 'admin', rights: new Set<string>(policies), via: 'test' };
/** Longer than the process waits for a session that is to report every five minutes. */
const SILENCE_MS = 20 * 60_000;

const line = (username: string, last: number, access: SubscriberLine['access'] = 'pppoe'): SubscriberLine => ({
  ...{ username, password: 'hello', access, behaviour: 'manual' },
  mac: `D8:32:14:62:F2:0${last}`,
});
const lines = [line('bob', 1), line('ann', 2), line('guest', 3, 'hotspot'), line('guest2', 4, 'hotspot')];
const known = [
  bob,
  ann,
  { ...ann, subscriptionId: '019a0000-0000-7000-8000-0000000000bb', username: 'guest' },
  { ...ann, subscriptionId: '019a0000-0000-7000-8000-0000000000cc', username: 'guest2' },
];

/** A router with subscribers, and the product's RADIUS server, by a clock of its own. */
async function world() {
  await using starting = new AsyncDisposableStack();
  const stack = new AsyncDisposableStack();
  starting.use(stack);
  const folder = stack.use(temporaryFolder());
  const clock = skippingClock();
  const radius = stack.use(
    await runningRadius({ policies: known, nas: { readsBack: true } }, { clock, folder: folder.path }),
  );
  const lab = stack.use(await startRouter('7.20.6', 'RB4011', 2));
  const { router } = lab.nas.device;
  const run = (menu: string, verb: string, args: Record<string, string>): void =>
    void router.run(menu, verb, args, admin);
  run('/radius', 'add', {
    ...{ address: '127.0.0.1', service: 'ppp,hotspot', secret },
    'authentication-port': String(radius.ports.authentication),
    'accounting-port': String(radius.ports.accounting),
  });
  run('/ppp/aaa', 'set', { 'use-radius': 'yes', 'interim-update': '5m' });
  run('/ip/hotspot/profile', 'set', { numbers: 'hs-profile', 'use-radius': 'yes' });
  router.lines.add(lines);
  const states = [...router.lines.states];
  for (const state of states) router.lines.dial(state);
  await expect.poll(() => states.map(({ phase }) => phase)).toEqual(lines.map(() => 'online'));
  await expect.poll(() => radius.process.stats().sessions).toBe(lines.length);

  const ids = new Map(states.map(({ line: { username }, session }) => [session!.login.number.id, username]));
  const journal = new JournalOfTest(join(folder.path, 'radius', 'journal'), states);
  const connect = async (): Promise<NasWire> => {
    const watched = watchRouter('NAS-TEST', {
      ...{ host: lab.api.host, port: lab.api.port, security: 'plain', fingerprint: undefined },
      ...{ username: lab.nas.user, password: lab.nas.password },
    });
    stack.defer(() => watched.stop());
    await expect.poll(() => watched.channel.isConnected).toBe(true);
    return watched.channel.wire('polls');
  };
  starting.move();
  return {
    ...{ stack, clock, radius, router, journal, ids, connect },
    of: (username: string) => states.find((state) => state.line.username === username)!,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** What the loader would show of it: open sessions, and how others ended. */
class JournalOfTest {
  readonly open = new Map<string, OpenSession>();
  readonly ended: string[] = [];
  readonly #directory: string;
  readonly #states: readonly LineState[];
  #reader: JournalReader | undefined;

  constructor(directory: string, states: readonly LineState[]) {
    this.#directory = directory;
    this.#states = states;
  }

  async read(): Promise<void> {
    this.#reader ??= await JournalReader.open(this.#directory);
    const { records } = await this.#reader!.read();
    for (const { payload } of records) this.#take(decodeEntry(payload));
  }

  #take(entry: JournalEntry): void {
    if (entry.kind === 'unknownSince')
      for (const { sessionStartedAt: startedAt, since: unknownSince, ...named } of entry.entries)
        this.open.set(named.acctSessionId, { ...this.#lineOf(named.acctSessionId), ...named, startedAt, unknownSince });
    if (entry.kind !== 'closed') return;
    for (const { acctSessionId, cause } of entry.entries) {
      this.open.delete(acctSessionId);
      this.ended.push(`${acctSessionId} ${cause}`);
    }
  }

  #lineOf(id: string): Pick<OpenSession, 'username' | 'mac' | 'access'> {
    const known = this.open.get(id);
    if (known) return known;
    const { username, mac, access } = this.#states.find(({ session }) => session?.login.number.id === id)!.line;
    return { username, mac: mac.toLowerCase(), access: access === 'hotspot' ? 'hotspot' : 'pppoe' };
  }
}

test('silence ends nothing while the router is not reached; then it says what runs and what is gone (operators 6)', async () => {
  await using here = await world();
  const { stack, clock, radius, router, journal, ids } = here;
  const way: { wire?: NasWire } = {};
  const troubles: unknown[] = [];
  const silent = new SilentSessions({
    clock,
    line: {
      hello: {} as never,
      send: (message) => (radius.process.apply(message), true),
      ready: () => Promise.resolve(),
    },
    nas: {
      sessionsThere: async (_tenant, _id, sessions, signal) =>
        way.wire && (await mikrotikDriver.sessionsThere(way.wire, sessions, Date.now(), signal)),
    },
    tenants: () => [TenantId.parse(nas.tenantId)],
    open: () => journal.open.values(),
    onTrouble: (_nasId, error) => troubles.push(error),
  });
  stack.defer(() => silent.stop());

  clock.skip(SILENCE_MS);
  await expect.poll(() => radius.process.silentSessions()).toBe(4);
  await expect.poll(async () => (await journal.read(), journal.open.size)).toBe(4);
  expect([...journal.open.values()].every(({ unknownSince }) => unknownSince !== undefined)).toBe(true);

  silent.fellSilent(nas.nasId);
  for (let hour = 0; hour < 3; hour += 1) {
    clock.skip(3_600_000);
    await pause(100);
  }
  await journal.read();
  expect({ running: radius.process.stats().sessions, ended: journal.ended }).toEqual({ running: 4, ended: [] });

  router.lines.leave(here.of('ann'), 'vanish');
  router.lines.leave(here.of('guest'), 'vanish');
  way.wire = await here.connect();
  silent.isBack(nas.nasId);
  await expect.poll(() => radius.process.silentSessions(), { timeout: 5_000 }).toBe(0);
  expect(radius.process.stats().sessions).toBe(2);
  await expect
    .poll(async () => (await journal.read(), journal.ended.map((end) => ids.get(end.slice(0, 8)))))
    .toEqual(['ann', 'guest']);
  expect(journal.ended.every((end) => end.endsWith(' silent'))).toBe(true);
  expect([...journal.open.values()].map(({ username, unknownSince }) => [username, unknownSince])).toEqual([
    ['bob', undefined],
    ['guest2', undefined],
  ]);
  expect(troubles).toEqual([]);
});
