import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { DueAdvice } from '#actors/system/deadlines.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { BrakeAlarm } from './brakeAlarm.ts';
import { brakeRoutes } from './brakeRoutes.ts';
import { CutJudge } from './cutJudge.ts';
import { HeldCuts } from './heldCuts.ts';

/** The brake on what is cut by itself: expiry, and quotas that block (operators.md 5). */
export interface BrakeFeature extends Feature {
  /** As the context's, for those who report usage: what would cut a line is judged on its way. */
  readonly ask: FeatureContext['ask'];
}

/** Deadlines that may cut a line. */
const cutting: ReadonlySet<string> = new Set(['validity', 'grace']);

export function createBrakeFeature(context: FeatureContext): BrakeFeature {
  const { ask, clock, database, host, repeating, system } = context;
  const alarm = new BrakeAlarm({
    ...{ ask, clock, newId: () => host.newId() },
    onTrouble: (reply) => repeating.report('brake.alarm', 'error', { reply }, 'no alarm about cuts that are held back'),
  });
  const judge = new CutJudge({ database, clock, onPaused: (tenant, pause) => alarm.paused(tenant, pause) });
  const cuts = new HeldCuts({ database, clock, ask, onDecided: (tenant) => alarm.decided(tenant) });

  const advice: DueAdvice = async (due) => {
    const held = new Set<ActorId>();
    const some = due.filter(({ name }) => cutting.has(name));
    for (const [tenant, own] of Map.groupBy(some, ({ address }) => address.tenant)) {
      const ids = own.map(({ address }) => address.id);
      const last = Math.max(...own.map(({ dueAt }) => dueAt));
      for (const id of await judge.ofEnded(tenant, ids, last)) held.add(id);
    }
    return ({ name, address }) => (cutting.has(name) && held.has(address.id) ? { hold: true } : {});
  };
  system.deadlines.consult(SUBSCRIPTION, advice);

  /** While it can't be told the cut is made: a quota that is used up is not to be given away. */
  async function holdsQuota(tenant: TenantId, line: ActorId): Promise<boolean> {
    try {
      return await judge.ofQuota(tenant, line);
    } catch (error) {
      repeating.report('brake.quota', 'warn', { error: errorFields(error) }, 'the brake could not judge a quota');
      return false;
    }
  }

  return {
    name: 'brake',
    routes: brakeRoutes({ database, clock, cuts }),
    async ask(envelope) {
      const { address } = envelope;
      const command = envelope.command as { readonly type: string };
      if (address.kind !== SUBSCRIPTION || command.type !== 'subscription.reportUsage') return await ask(envelope);
      const hold = await holdsQuota(address.tenant, address.id);
      return await ask(hold ? { ...envelope, command: { ...command, hold: true } } : envelope);
    },
  };
}
