import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { SwitchAccounts } from '#shared/nas/accounts.ts';
import type { IntentDriver, IntentOutcome } from '../../deviceIntent/deviceIntentFeature.ts';
import type { NasAccountSwitch } from '../vendors/nasAccounts.ts';
import type { ActRouter, RouterFinder } from './actRouter.ts';

/** Those that stood otherwise before: what taking it back is about. */
const Baseline = z.object({ changed: z.array(z.string()) });

/**
 * Switches accounts that a router has itself off or on, so that RADIUS decides about their lines, or the router again
 * (operators.md 3). Only accounts that stood otherwise are touched; the opposite act for those takes it back.
 */
export function switchAccountsAct(find: RouterFinder, clock: Clock): IntentDriver {
  return {
    act: 'nas.switchAccounts',
    timeoutMs: 120_000,
    async carryOut(task): Promise<IntentOutcome> {
      const { service, names, disabled } = SwitchAccounts.parse(task.intent.input);
      const router = await find(task);
      if (!router) return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const read = (): Promise<readonly NasAccountSwitch[]> =>
        router.driver.accountSwitches(router.wire(), service, names, task.signal);
      const wrong = (await read()).filter((account) => account.disabled !== disabled);
      if (!Baseline.safeParse(task.intent.baseline).success)
        await task.begin({ changed: wrong.map(({ name }) => name) });
      for (const { id } of wrong)
        await router.driver.switchAccount(router.wire(), service, { id, disabled }, task.signal);
      return readBack(await read(), { service, names, disabled }, router, clock);
    },
  };
}

function readBack(
  found: readonly NasAccountSwitch[],
  wanted: SwitchAccounts,
  { nas }: ActRouter,
  clock: Clock,
): IntentOutcome {
  const differences = found
    .filter((account) => account.disabled !== wanted.disabled)
    .map(({ name, disabled }) => ({
      path: `${wanted.service} ${name}`,
      wanted: word(wanted.disabled),
      found: word(disabled),
    }));
  if (differences.length > 0)
    return { outcome: 'failed', why: `${nas.name} has taken it and still shows others.`, differences };
  const missing = wanted.names.length - new Set(found.map(({ name }) => name)).size;
  const proof =
    missing === 0 ? 'Read back from the router.' : `Read back from the router; ${missing} were not there any more.`;
  return { outcome: 'done', proof, readAt: clock.now() };
}

function word(disabled: boolean): string {
  return disabled ? 'off' : 'on';
}
