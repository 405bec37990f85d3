import { z } from 'zod';
import type { DeviceIntentState } from '#actors/deviceIntent/deviceIntentState.ts';
import type { Clock } from '#actors/system/clock.ts';
import { SwitchAccounts } from '#shared/nas/accounts.ts';
import type { IntentDriver, IntentOutcome } from '../../deviceIntent/deviceIntentFeature.ts';
import type { NasAccountSwitch } from '../vendors/nasAccounts.ts';
import type { ActRouter, RouterFinder } from './actRouter.ts';

/** Those that stood otherwise before: what taking it back is about. */
const SwitchBaseline = z.object({ changed: z.array(z.string()) });

/**
 * Switches accounts that a router has itself off or on, so that RADIUS decides about their lines, or the router again
 * (operators.md 3). Only accounts that stood otherwise are touched; the opposite act for those takes it back.
 */
export function switchAccountsAct(find: RouterFinder, clock: Clock): IntentDriver {
  return {
    act: 'nas.switchAccounts',
    timeoutMs: 120_000,
    async carryOut(task): Promise<IntentOutcome> {
      const { service, names, disabled, endsSessions } = SwitchAccounts.parse(task.intent.input);
      const router = await find(task);
      if (!router) return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const read = (): Promise<readonly NasAccountSwitch[]> =>
        router.driver.accountSwitches(router.wire(), service, names, task.signal);
      const wrong = (await read()).filter((account) => account.disabled !== disabled);
      if (!SwitchBaseline.safeParse(task.intent.baseline).success)
        await task.begin({ changed: wrong.map(({ name }) => name) });
      for (const { id } of wrong)
        await router.driver.switchAccount(router.wire(), service, { id, disabled }, task.signal);
      const found = await read();
      const ended = disabled && endsSessions ? await endOwnSessions(router, { service, names }, task.signal) : 0;
      return readBack(found, { service, names, disabled, ended }, router, clock);
    },
  };
}

/** Whom the router let in by itself stays in for as long as the session lasts, whatever becomes of the account. */
async function endOwnSessions(
  { driver, wire }: ActRouter,
  { service, names }: Pick<SwitchAccounts, 'service' | 'names'>,
  signal: AbortSignal,
): Promise<number> {
  const own = (await driver.sessionsNamed(wire(), service, names, signal)).filter(({ radius }) => !radius);
  for (const { id, mac } of own) {
    // First, or the guest is back before the session is gone.
    if (service === 'hotspot' && mac !== undefined) await driver.forgetGuest(wire(), mac, signal);
    await driver.endSession(wire(), service, id, signal);
  }
  return own.length;
}

function readBack(
  found: readonly NasAccountSwitch[],
  wanted: Pick<SwitchAccounts, 'service' | 'names' | 'disabled'> & { readonly ended: number },
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
  const proof = [
    'Read back from the router',
    ...(missing === 0 ? [] : [`${missing} were not there any more`]),
    ...(wanted.ended === 0 ? [] : [`${wanted.ended} sessions ended`]),
  ];
  return { outcome: 'done', proof: `${proof.join('; ')}.`, readAt: clock.now() };
}

/** What a batch has switched, once it was begun. */
export function switchedAccounts({ baseline }: Pick<DeviceIntentState, 'baseline'>): readonly string[] | undefined {
  return SwitchBaseline.safeParse(baseline).data?.changed;
}

function word(disabled: boolean): string {
  return disabled ? 'off' : 'on';
}
