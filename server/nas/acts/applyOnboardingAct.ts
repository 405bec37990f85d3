import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { type OnboardingCheck, OnboardingItem } from '#shared/nas/onboarding.ts';
import type { IntentDriver, IntentOutcome, IntentTask } from '../../deviceIntent/deviceIntentFeature.ts';
import type { OnboardingDesk } from '../onboarding/nasOnboardingDesk.ts';
import type { StoredNas } from '../storedNas.ts';
import type { RefusedChange } from '../vendors/nasOnboarding.ts';
import type { RouterFinder } from './actRouter.ts';

const Input = z.object({ items: z.array(OnboardingItem).optional() });

export interface ApplyOnboardingPorts {
  readonly find: RouterFinder;
  readonly clock: Clock;
  readonly desk: OnboardingDesk;
  /** Keeps the configuration as it is; never rejects. */
  readonly keepConfiguration: (nas: StoredNas, signal: AbortSignal) => Promise<void>;
}

/** Writes what the check finds missing or different, then checks again, and that the router still lets the product in. */
export function applyOnboardingAct({ find, clock, desk, keepConfiguration }: ApplyOnboardingPorts): IntentDriver {
  async function write(
    nas: StoredNas,
    wrong: readonly OnboardingCheck[],
    items: readonly OnboardingItem[] | undefined,
    { begin, signal }: Pick<IntentTask, 'begin' | 'signal'>,
  ): Promise<readonly RefusedChange[]> {
    await keepConfiguration(nas, signal);
    await begin({ wrong: [...new Set(wrong.map(({ item }) => item))] });
    return await desk.putRight(nas, items, signal);
  }

  return {
    act: 'nas.applyOnboarding',
    timeoutMs: 300_000,
    async carryOut({ signal, begin, ...task }): Promise<IntentOutcome> {
      const { items } = Input.parse(task.intent.input);
      const nas = (await find(task))?.nas;
      if (!nas) return { outcome: 'undone', why: 'The router is not registered any more.', readAt: clock.now() };
      const wrong = wrongOf(await desk.compare(nas, signal), items);
      const refused = wrong.length === 0 ? [] : await write(nas, wrong, items, { begin, signal });
      const left = wrong.length === 0 ? [] : wrongOf(await desk.compare(nas, signal), items);
      if (wrong.length > 0) await keepConfiguration(nas, signal);
      const refusal = await desk.refusalOf(nas, signal);
      if (refusal !== undefined) return lockedOut(refusal);
      return left.length === 0 ? putRight(wrong, clock) : remaining(left, refused);
    },
  };
}

function wrongOf(
  checks: readonly OnboardingCheck[],
  items: readonly OnboardingItem[] | undefined,
): readonly OnboardingCheck[] {
  return checks.filter(
    ({ item, state }) =>
      (state === 'missing' || state === 'different') && (items === undefined || items.includes(item)),
  );
}

function putRight(wrong: readonly OnboardingCheck[], clock: Clock): IntentOutcome {
  const menus = [...new Set(wrong.map(({ menu }) => menu))];
  const proof =
    menus.length === 0 ? 'The router has everything it needs.' : `Put right and read back: ${menus.join(', ')}.`;
  return { outcome: 'done', proof, readAt: clock.now() };
}

function remaining(left: readonly OnboardingCheck[], refused: readonly RefusedChange[]): IntentOutcome {
  const words = [...new Set(refused.map(({ message }) => message))];
  return {
    outcome: 'failed',
    why:
      words.length === 0 ? 'The router took it and shows something else.' : `The router refuses. ${words.join('; ')}`,
    differences: left.flatMap(({ menu, differences }) =>
      differences.map(({ field, wanted, found }) => ({
        path: `${menu} ${field}`,
        wanted: wanted.slice(0, 1_000),
        ...(found === undefined ? {} : { found: found.slice(0, 1_000) }),
      })),
    ),
  };
}

function lockedOut(refusal: string): IntentOutcome {
  return {
    outcome: 'failed',
    why: 'The router does not let the product in any more. Put its login right at the router.',
    differences: [{ path: 'login', wanted: 'let in', found: refusal.slice(0, 1_000) }],
  };
}
