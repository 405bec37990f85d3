import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { NasService } from '#shared/nas/values.ts';
import type { IntentDriver, IntentOutcome } from '../../deviceIntent/deviceIntentFeature.ts';
import { pause } from '../../platform/actors/pause.ts';
import type { NasActiveReading } from '../vendors/nasDriver.ts';
import type { ActRouter, RouterFinder } from './actRouter.ts';

const Input = z.object({ service: NasService, activeId: z.string(), name: z.string() });
type Input = z.infer<typeof Input>;
const Baseline = z.object({ mac: z.string().optional() });

/** How long a router may take to let go of a session. */
const GONE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** Ends one session: that one, and not the one the customer dials next. */
export function endSessionAct(find: RouterFinder, clock: Clock): IntentDriver {
  return {
    act: 'nas.endSession',
    timeoutMs: 60_000,
    async carryOut(task): Promise<IntentOutcome> {
      const input = Input.parse(task.intent.input);
      const router = await find(task);
      if (!router) return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const session = await sessionOf(router, input, task.signal);
      const begun = Baseline.safeParse(task.intent.baseline).data;
      if (!session && !begun) return gone('It was over already.', clock);
      if (!begun) await task.begin(session?.mac === undefined ? {} : { mac: session.mac });
      const mac = begun?.mac ?? session?.mac;
      // First, or the guest is back before the session is gone.
      if (input.service === 'hotspot' && mac !== undefined)
        await router.driver.forgetGuest(router.wire(), mac, task.signal);
      if (session) await router.driver.endSession(router.wire(), input.service, input.activeId, task.signal);
      return await untilGone(router, input, clock, task.signal);
    },
  };
}

/** Numbers of sessions are used again after a restart; then it is somebody else's. */
async function sessionOf(
  { driver, wire }: ActRouter,
  { service, activeId, name }: Input,
  signal: AbortSignal,
): Promise<NasActiveReading | undefined> {
  const found = await driver.findSession(wire(), service, activeId, signal);
  return found?.name === name ? found : undefined;
}

async function untilGone(router: ActRouter, input: Input, clock: Clock, signal: AbortSignal): Promise<IntentOutcome> {
  const giveUpAt = clock.now() + GONE_WITHIN_MS;
  while (await sessionOf(router, input, signal)) {
    if (clock.now() >= giveUpAt) {
      const differences = [{ path: `${input.service} ${input.activeId}`, wanted: 'gone', found: input.name }];
      return { outcome: 'failed', why: 'The router has taken it and still shows the session.', differences };
    }
    await pause(clock, LOOK_EVERY_MS, signal);
  }
  return gone('It is gone from the router’s list.', clock);
}

function gone(proof: string, clock: Clock): IntentOutcome {
  return { outcome: 'done', proof, readAt: clock.now() };
}
