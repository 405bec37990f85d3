import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { IntentDriver, IntentOutcome, IntentTask } from '../../deviceIntent/deviceIntentFeature.ts';
import { pause } from '../../platform/actors/pause.ts';
import { NasBusy, NasCommandLate, NasCommandRefused } from '../vendors/nasCommandError.ts';
import type { ActRouter, RouterFinder } from './actRouter.ts';

/** A router that has not started anew after this long will not. */
const RESTARTS_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 1_000;
/** Clocks and answers are this inexact; no router starts faster. */
const MARGIN_MS = 4_000;

interface Boot {
  readonly bootedAt: number;
  readonly uptimeMs: number;
}

/**
 * Restarts a router once. The command is sent in the first attempt alone, or when a person asks again: whether it had
 * arrived before a crash is told by the router's uptime, never by sending it a second time.
 */
export function rebootAct(find: RouterFinder, clock: Clock): IntentDriver {
  return {
    act: 'nas.reboot',
    timeoutMs: RESTARTS_WITHIN_MS + 60_000,
    async carryOut(task: IntentTask): Promise<IntentOutcome> {
      const router = await find(task);
      if (!router) return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const before = await bootOf(router, clock, task.signal);
      const baseline = bootIn(task.intent.baseline) ?? before;
      if (isLater(before, baseline)) return restarted(before, clock);
      const asksAgain = task.intent.state === 'requested';
      const { resumed } = await task.begin({ ...baseline });
      if (!resumed || asksAgain) {
        const refusal = await send(router, clock, task.signal);
        if (refusal !== undefined) return { outcome: 'undone', why: refusal, readAt: clock.now() };
      }
      return await untilRestarted(router, baseline, clock, task.signal);
    },
  };
}

async function bootOf({ wire, driver }: ActRouter, clock: Clock, signal: AbortSignal): Promise<Boot> {
  const { uptimeMs } = await driver.vitals(wire(), signal);
  return { uptimeMs, bootedAt: clock.now() - uptimeMs };
}

function bootIn(baseline: IntentTask['intent']['baseline']): Boot | undefined {
  const { bootedAt, uptimeMs } = baseline ?? {};
  return typeof bootedAt === 'number' && typeof uptimeMs === 'number' ? { bootedAt, uptimeMs } : undefined;
}

function isLater(now: Boot, before: Boot): boolean {
  return now.bootedAt > before.bootedAt + MARGIN_MS || now.uptimeMs < before.uptimeMs;
}

/** Says why the router does not; undefined: it took it, or nobody knows. */
async function send({ wire, driver }: ActRouter, clock: Clock, signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    try {
      await driver.reboot(wire(), signal);
      return undefined;
    } catch (error) {
      if (error instanceof NasCommandRefused) return `The router refuses: ${error.message}`;
      // The last word of a router that goes down is often lost.
      if (error instanceof NasTrouble || error instanceof NasCommandLate) return undefined;
      if (!(error instanceof NasBusy)) throw error;
      await pause(clock, LOOK_EVERY_MS, signal);
    }
  }
}

async function untilRestarted(
  router: ActRouter,
  before: Boot,
  clock: Clock,
  signal: AbortSignal,
): Promise<IntentOutcome> {
  const giveUpAt = clock.now() + RESTARTS_WITHIN_MS;
  for (;;) {
    const seen = await bootOf(router, clock, signal).catch(() => undefined);
    if (seen && isLater(seen, before)) return restarted(seen, clock);
    if (clock.now() >= giveUpAt) return seen ? notRestarted(seen, before) : stillAway();
    await pause(clock, LOOK_EVERY_MS, signal);
  }
}

function restarted({ bootedAt, uptimeMs }: Boot, clock: Clock): IntentOutcome {
  const proof = `It has been up for ${Math.round(uptimeMs / 1_000)} s, since ${new Date(bootedAt).toISOString()}.`;
  return { outcome: 'done', proof, readAt: clock.now() };
}

function notRestarted(seen: Boot, before: Boot): IntentOutcome {
  const at = (instant: number): string => new Date(instant).toISOString();
  return {
    outcome: 'failed',
    why: 'The router answers and has not restarted within three minutes.',
    differences: [{ path: 'started', wanted: `after ${at(before.bootedAt)}`, found: at(seen.bootedAt) }],
  };
}

function stillAway(): IntentOutcome {
  return { outcome: 'unreachable', why: 'The router has not come back yet.' };
}
