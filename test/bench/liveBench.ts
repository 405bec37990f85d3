import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import type { AlarmSort } from '#shared/alarm/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { seedTenant } from '../support/seedTenant.ts';
import { AlarmChangeDriver } from './alarmChangeDriver.ts';
import { startBenchDatabase } from './benchDatabase.ts';
import { engineThroughput, plainThroughput } from './frameThroughput.ts';
import { ScreenFleet } from './liveBenchFleet.ts';
import { preciseNow } from './liveBenchMessages.ts';
import { benchSubject, startBenchServer } from './liveBenchServer.ts';
import { percentile } from './percentile.ts';

export interface LiveFigures {
  readonly consoles: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly deliveries_per_s: number;
  readonly plain_emit_deliveries_per_s: number;
  readonly burst_changes: number;
  readonly burst_current_ms: number;
  readonly rss_mb_max: number;
  readonly loop_delay_p99_ms: number;
}

const WALLS = 900;
const LISTS = 100;
const ENTITIES = 5_000;
const STEADY_S = 20;
const STEADY_PER_S = 200;
const BURST_CHANGES = 50_000;
const BURST_MS = 5_000;
const RUNS = 5;
const PROCESSES = 2;

/**
 * 900 wall aggregates and 100 list windows of 100 rows, authenticated, in other processes. Changes go the product's
 * way: alarm actor, commit in Postgres, event log, board, frame. Then one view to all sockets without pacing beside
 * plain `io.emit`, alternating; median of five.
 */
export async function benchLive(report: (line: string) => void): Promise<LiveFigures> {
  await using bench = await startBenchDatabase();
  const { tenant, users } = await seedTenant(bench);
  const subject = benchSubject(tenant, users[0]);
  using fleet = new ScreenFleet(PROCESSES);
  const product = await changesToScreens();
  const engine: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    engine.push(await engineThroughput(fleet, WALLS + LISTS, subject));
    plain.push(await plainThroughput(fleet, WALLS + LISTS));
    report(`run ${run + 1}: ${Math.round(engine[run]!)} deliveries/s, plain io.emit ${Math.round(plain[run]!)}`);
  }
  return {
    consoles: WALLS + LISTS,
    ...product,
    deliveries_per_s: Math.round(percentile(engine, 0.5)),
    plain_emit_deliveries_per_s: Math.round(percentile(plain, 0.5)),
  };

  async function changesToScreens(): Promise<
    Omit<LiveFigures, 'consoles' | 'deliveries_per_s' | 'plain_emit_deliveries_per_s'>
  > {
    await using driver = new AlarmChangeDriver(bench.database, tenant, users[0], ENTITIES);
    await driver.start();
    report(`${ENTITIES} alarms stand`);
    const { views, lagMs } = driver.feature;
    await using server = await startBenchServer(subject, { sources: views, lagMs });
    await fleet.open(server.url, screenRequests());
    report(`${WALLS + LISTS} screens are open`);
    const load = watchLoad();
    const steady = await steadyChanges(driver, fleet, report);
    const burstCurrentMs = await burst(driver, fleet, report);
    await fleet.all({ ask: 'close' }, 'closed');
    return { ...steady, burst_changes: BURST_CHANGES, burst_current_ms: burstCurrentMs, ...load.stop() };
  }
}

/** Walls, and twenty different windows with five consoles each. */
function screenRequests(): ViewRequest[] {
  const sorts: readonly AlarmSort[] = ['severity', 'newest', 'oldest', 'source'];
  const filter = { severities: [], states: [], text: '', mine: false };
  const lists = Array.from({ length: LISTS }, (_, number): ViewRequest => {
    const window = { offset: 100 * (Math.floor(number / 4) % 5), limit: 100 };
    return { view: 'alarms', filter, sort: sorts[number % 4] ?? 'newest', window };
  });
  return [...Array.from({ length: WALLS }, (): ViewRequest => ({ view: 'wall' })), ...lists];
}

async function steadyChanges(
  driver: AlarmChangeDriver,
  fleet: ScreenFleet,
  report: (line: string) => void,
): Promise<{ p50_ms: number; p99_ms: number }> {
  await fleet.all({ ask: 'measure' }, 'measuring');
  driver.changes = [];
  await spread(STEADY_S * STEADY_PER_S, STEADY_S * 1_000, (number) => change(driver, number));
  await pause(1_500);
  const changes = driver.changes.map(([decided, applied]) => [decided, applied] as const);
  const answers = await fleet.all({ ask: 'latencies', changes }, 'latencies');
  const counts = answers[0]!.counts.map((_, ms) => answers.reduce((sum, answer) => sum + (answer.counts[ms] ?? 0), 0));
  const deliveries = answers.reduce((sum, answer) => sum + answer.deliveries, 0);
  const figures = { p50_ms: share(counts, 0.5), p99_ms: share(counts, 0.99) };
  report(
    `${STEADY_PER_S} changes/s: p50 ${figures.p50_ms} ms, p99 ${figures.p99_ms} ms over ${deliveries} frames received`,
  );
  return figures;
}

/** A quarter each: cleared, raised again, acknowledged, another severity. */
function change(driver: AlarmChangeDriver, number: number): Promise<void> {
  const entity = (Math.floor(number / 2) * 7) % ENTITIES;
  if (number % 4 === 0) return driver.clear(entity);
  if (number % 4 === 1) return driver.raise(entity, 'critical');
  if (number % 4 === 2) return driver.acknowledge((number * 13) % ENTITIES);
  return driver.raise((number * 13) % ENTITIES, severityOf(number));
}

/** From the last change handed in to the last frame received by any screen; all screens of a view end at one position. */
async function burst(driver: AlarmChangeDriver, fleet: ScreenFleet, report: (line: string) => void): Promise<number> {
  await spread(BURST_CHANGES, BURST_MS, (number) => driver.raise((number * 7) % ENTITIES, severityOf(number)));
  const handedInAt = preciseNow() - lastSpreadTail;
  await pause(3_000);
  const answers = await fleet.all({ ask: 'current' }, 'current');
  const ends = new Map<string, Set<number>>();
  for (const [epoch, n] of answers.flatMap(({ positions }) => positions))
    ends.set(epoch, (ends.get(epoch) ?? new Set()).add(n));
  const apart = [...ends].filter(([epoch, positions]) => positions.size > 1 || epoch === 'disconnected');
  if (apart.length > 0) throw new Error(`screens of ${apart.length} views do not show the same`);
  const currentMs = Math.max(0, Math.round(Math.max(...answers.map(({ lastFrameAt }) => lastFrameAt)) - handedInAt));
  report(`${BURST_CHANGES} changes in ${BURST_MS / 1_000} s: every screen current ${currentMs} ms after the last`);
  return currentMs;
}

/** How long the last `spread` waited for answers after its last change was handed in. */
let lastSpreadTail = 0;

/** Hands in changes evenly over a time and waits until all are answered. */
async function spread(total: number, overMs: number, act: (number: number) => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  while (answers.length < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / overMs) * total));
    while (answers.length < due) answers.push(act(answers.length));
    await pause(1);
  }
  const handedIn = performance.now();
  await Promise.all(answers);
  lastSpreadTail = performance.now() - handedIn;
}

function watchLoad(): { stop(): { rss_mb_max: number; loop_delay_p99_ms: number } } {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let rss = 0;
  const timer = setInterval(() => (rss = Math.max(rss, process.memoryUsage.rss())), 100);
  return {
    stop() {
      clearInterval(timer);
      delay.disable();
      return { rss_mb_max: Math.round(rss / 1e6), loop_delay_p99_ms: Math.round(delay.percentile(99) / 1e4) / 100 };
    },
  };
}

/** The smallest ms that a share of the counted deliveries does not exceed. */
function share(counts: readonly number[], part: number): number {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * part;
  let seen = 0;
  return counts.findIndex((count) => (seen += count) >= wanted);
}

function severityOf(number: number): AlarmSeverity {
  return AlarmSeverity.options[number % AlarmSeverity.options.length] ?? 'major';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
