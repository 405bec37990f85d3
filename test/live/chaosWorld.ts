import { isDeepStrictEqual } from 'node:util';
import type { LiveConnection } from '#client/live/liveConnection.ts';
import type { LiveSubscription } from '#client/live/liveSubscription.ts';
import type { Subject } from '#server/platform/auth/subject.ts';
import { startChaosProxy, type ChaosProxy } from './chaosProxy.ts';
import { chaosTransport } from './chaosTransport.ts';
import { alarmsRequest, ListSource } from './listSource.ts';
import { connectionOver, east, socketTo, startLive, subjectOf, until, west, type LiveHarness } from './liveHarness.ts';
import { Randomness } from './randomness.ts';
import { scaledClock } from './scaledClock.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly clients?: number;
  readonly signal?: AbortSignal;
}

export interface ChaosReport {
  readonly rounds: number;
  readonly changes: number;
  readonly cuts: number;
  readonly shuffled: number;
  readonly restarts: number;
  readonly compared: number;
}

interface Looking {
  readonly subscription: LiveSubscription;
  request: ReturnType<typeof alarmsRequest>;
}

interface Screen {
  readonly name: string;
  readonly connection: LiveConnection;
  readonly looking: Looking[];
}

const ignore = { rowsChanged: () => {}, stateChanged: () => {} };
/** Ten times real time, so that thousands of reconnects fit into a minute. */
const FASTER = 10;

/**
 * Random changes, subscriptions, moved windows, changed permissions, cuts, delays, duplicates, disorder and restarts;
 * after each round the network calms down, and every screen must show exactly what the server has. Throws with the
 * seed and round when one does not.
 */
export async function runChaos({ seed, rounds, clients = 3, signal }: ChaosOptions): Promise<ChaosReport> {
  await using world = await ChaosWorld.start(seed, clients);
  let round = 0;
  try {
    for (; round < rounds && !signal?.aborted; round += 1) await world.round();
  } catch (cause) {
    throw new Error(`chaos with seed ${seed} failed in round ${round}: ${String(cause)}`, { cause });
  }
  return { rounds: round, ...world.report() };
}

class ChaosWorld implements AsyncDisposable {
  readonly #random: Randomness;
  readonly #source = new ListSource();
  readonly #clock = scaledClock(FASTER);
  readonly #sessions = new Map<string, Subject>();
  readonly #screens: Screen[] = [];
  readonly #counts = { changes: 0, shuffled: 0, restarts: 0, compared: 0 };
  #live!: LiveHarness;
  #proxy!: ChaosProxy;

  static async start(seed: number, clients: number): Promise<ChaosWorld> {
    const world = new ChaosWorld(new Randomness(seed));
    world.#live = await world.#startServer();
    world.#proxy = await startChaosProxy(world.#live.port, world.#random);
    for (let number = 0; number < clients; number += 1) world.#addScreen(`${number}`);
    return world;
  }

  private constructor(random: Randomness) {
    this.#random = random;
  }

  async round(): Promise<void> {
    const random = this.#random;
    this.#proxy.rough = true;
    const steps = 3 + random.below(8);
    for (let step = 0; step < steps; step += 1) {
      await this.#disturb();
      if (random.chance(0.6)) await new Promise((resolve) => setTimeout(resolve, random.below(4)));
    }
    this.#proxy.rough = false;
    for (const screen of this.#screens) this.#allowAgain(screen);
    await until(() => this.#screens.every((screen) => this.#isRight(screen)), 'all screens right', 20_000).catch(
      (error) => {
        throw new Error(JSON.stringify(this.#screens.map((screen) => this.#describe(screen))), { cause: error });
      },
    );
    this.#counts.compared += this.#screens.reduce((sum, { looking }) => sum + looking.length, 0);
  }

  report(): Omit<ChaosReport, 'rounds'> {
    return { ...this.#counts, cuts: this.#proxy.cuts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { connection } of this.#screens) connection.stop();
    await this.#proxy[Symbol.asyncDispose]();
    await this.#live[Symbol.asyncDispose]();
  }

  #startServer(): Promise<LiveHarness> {
    return startLive({
      source: this.#source,
      clock: this.#clock,
      sessions: this.#sessions,
      limits: { messagesPerSecond: 1_000, messageBurst: 1_000 },
    });
  }

  #addScreen(name: string): void {
    this.#sessions.set(name, subjectOf(name));
    const transport = socketTo(this.#proxy.port, name);
    const connection = connectionOver(chaosTransport(transport, this.#random, this.#counts), this.#clock);
    const screen: Screen = { name, connection, looking: [] };
    this.#screens.push(screen);
    this.#look(screen);
  }

  async #disturb(): Promise<void> {
    const random = this.#random;
    const screen = random.of(this.#screens);
    const looking = screen.looking[random.below(screen.looking.length)];
    const roll = random.next();
    if (roll < 0.6) this.#change();
    else if (roll < 0.68) this.#look(screen);
    else if (roll < 0.78 && looking) this.#moveWindow(looking);
    else if (roll < 0.83 && looking) this.#close(screen, looking);
    else if (roll < 0.86) this.#changeSubject(screen);
    else if (roll < 0.88) this.#proxy.cutAll();
    else if (roll < 0.885) await this.#restart();
    else for (let count = 0; count < 30; count += 1) this.#change();
  }

  #change(): void {
    const random = this.#random;
    const id = `item-${random.below(60)}`;
    this.#counts.changes += 1;
    if (random.chance(0.2)) this.#source.remove(id);
    else if (random.chance(0.5)) this.#source.put(id, { text: random.of(['fibre', 'power', 'rain', 'fibre cut']) });
    else this.#source.put(id, { rank: random.below(20), branch: random.of([west, east]) });
  }

  #request(): ReturnType<typeof alarmsRequest> {
    const random = this.#random;
    return alarmsRequest(random.below(5) * 5, 5 + random.below(20), random.of(['', '', 'fibre', 'rain']));
  }

  #look(screen: Screen): void {
    if (screen.looking.length >= 4) return;
    const request = this.#request();
    screen.looking.push({ subscription: screen.connection.subscribe(request, ignore), request });
  }

  #moveWindow(looking: Looking): void {
    looking.request = this.#request();
    looking.subscription.change(looking.request);
  }

  #close(screen: Screen, looking: Looking): void {
    screen.looking.splice(screen.looking.indexOf(looking), 1);
    looking.subscription.close();
  }

  #changeSubject({ name }: Screen): void {
    const permitted = this.#random.chance(0.7);
    const branches = this.#random.of([[west], [east], 'all' as const]);
    const permissions: Subject['permissions'] = permitted ? subjectOf(name).permissions : new Set();
    this.#setSubject(subjectOf(name, { branches, permissions }));
  }

  /** At the end of a round everybody may look again; what was refused has to be asked for anew. */
  #allowAgain({ name, looking }: Screen): void {
    const subject = this.#sessions.get(name) ?? subjectOf(name);
    if (!subject.permissions.has('alarm.view')) this.#setSubject(subjectOf(name, { branches: subject.branches }));
    for (const { subscription, request } of looking) if (subscription.state === 'refused') subscription.change(request);
  }

  #setSubject(subject: Subject): void {
    this.#sessions.set(subject.userName, subject);
    this.#live.server.subjectChanged(subject);
  }

  async #restart(): Promise<void> {
    this.#counts.restarts += 1;
    await this.#live[Symbol.asyncDispose]();
    this.#live = await this.#startServer();
    this.#proxy.target = this.#live.port;
  }

  #isRight(screen: Screen): boolean {
    this.#allowAgain(screen);
    return screen.looking.every((looking) => {
      const { subscription } = looking;
      const expected = this.#expected(screen, looking);
      return (
        subscription.state === 'current' &&
        subscription.rows.total === expected.total &&
        isDeepStrictEqual(subscription.rows.list(), expected.rows)
      );
    });
  }

  #expected({ name }: Screen, { request }: Looking): ReturnType<ListSource['read']> {
    const branches = this.#sessions.get(name)?.branches ?? 'all';
    const scope = branches === 'all' ? 'all' : branches.join(',');
    return this.#source.read({ permissionClass: 'full', scope }, request);
  }

  #describe(screen: Screen): object {
    return {
      status: screen.connection.status(),
      looking: screen.looking.map((looking) => ({
        request: looking.request,
        state: looking.subscription.state,
        refusal: looking.subscription.refusal,
        has: looking.subscription.rows.list().map(({ id, version }) => `${id}@${version}`),
        expected: this.#expected(screen, looking).rows.map(({ id, version }) => `${id}@${version}`),
      })),
    };
  }
}
