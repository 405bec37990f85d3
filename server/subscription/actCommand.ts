import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { SubscriptionActCommand } from '#shared/subscription/commands.ts';
import type { SubscriptionAct } from '#shared/subscription/requests.ts';
import { usernameKey } from '#shared/subscription/usernameKey.ts';
import { endOfDay } from '#shared/subscription/validity.ts';
import type { BranchId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { findPackage, findZone, takenBy } from './subscriptionFindStore.ts';
import { newPassword, sealPassword } from './subscriptionPassword.ts';
import { subscriptionRefusal } from './subscriptionRefusal.ts';
import { readUsernameRules } from './subscriptionRulesStore.ts';
import { termsOf } from './subscriptionTerms.ts';

const GIGABYTE = 1_000_000_000;

export interface ActWith {
  readonly act: SubscriptionAct;
  readonly reason: string | undefined;
  readonly secrets: Secrets;
  /** Whether whoever asks works in a branch. */
  readonly worksIn: (branchId: BranchId | undefined) => boolean;
}

export interface ActCommand {
  readonly command: SubscriptionActCommand;
  /** One that was made up. */
  readonly password?: string;
}

/** What an act comes to for its actor, with what it has to know. Throws HttpProblem. */
export async function actCommand(tx: TenantTx, state: SubscriptionState, asked: ActWith): Promise<ActCommand> {
  const { act, secrets, worksIn } = asked;
  const because = (): string => {
    if (asked.reason === undefined) throw subscriptionRefusal('subscription/reason-needed');
    return asked.reason;
  };
  switch (act.act) {
    case 'activate':
      return { command: { type: 'subscription.activate', cycles: act.cycles } };
    case 'renew':
      return { command: { type: 'subscription.renew', cycles: act.cycles, from: act.from } };
    case 'extend':
      return { command: { type: 'subscription.extend', days: act.days } };
    case 'validUntil':
      return { command: { type: 'subscription.setEnd', until: endOfDay(state.terms.zone, act.day) } };
    case 'suspend':
      return { command: { type: 'subscription.suspend', reason: because() } };
    case 'leave':
      return { command: { type: 'subscription.leave', reason: because() } };
    case 'protect':
      return { command: { type: 'subscription.protect', reason: because() } };
    case 'unprotect':
      return { command: { type: 'subscription.protect' } };
    case 'resume':
    case 'keepPackage':
    case 'endOverride':
      return { command: { type: `subscription.${act.act}` } };
    case 'return':
      await requireFree(tx, state);
      return { command: { type: 'subscription.return' } };
    case 'changePackage':
      return { command: await packageChange(tx, state, act) };
    case 'changeCredentials':
      return await credentials(tx, state, act, secrets);
    case 'setMacs':
      return { command: { type: 'subscription.setMacs', macs: act.macs, macBinding: act.macBinding } };
    case 'setSessions':
      return {
        command: {
          type: 'subscription.setSessions',
          ...(act.sessions === undefined ? {} : { sessions: act.sessions }),
        },
      };
    case 'setAddresses': {
      const { act: _, ...addresses } = act;
      await requireFree(tx, { ...state, staticIpv4: act.staticIpv4, delegatedPrefix: act.delegatedPrefix });
      return { command: { type: 'subscription.setAddresses', ...addresses } };
    }
    case 'overrideRates':
      return { command: { type: 'subscription.overrideRates', rates: act.rates } };
    case 'addQuota':
      return { command: { type: 'subscription.addQuota', bytes: act.gigabytes * GIGABYTE } };
    case 'moveBranch': {
      const branchId = act.branchId ?? undefined;
      const zone = worksIn(branchId) ? await findZone(tx, branchId) : undefined;
      if (zone === undefined) throw subscriptionRefusal('subscription/branch-not-found');
      return { command: { type: 'subscription.moveBranch', ...(branchId === undefined ? {} : { branchId }), zone } };
    }
    case 'undo': {
      const before = state.lastAct?.at === act.of ? state.lastAct.before : {};
      await requireFree(tx, { ...state, ...before } as SubscriptionState);
      return { command: { type: 'subscription.undo', of: act.of } };
    }
  }
}

async function packageChange(
  tx: TenantTx,
  { terms, accessType }: SubscriptionState,
  { packageId, when }: Extract<SubscriptionAct, { act: 'changePackage' }>,
): Promise<SubscriptionActCommand> {
  const bought = await findPackage(tx, packageId);
  if (!bought || bought.archived) throw subscriptionRefusal('subscription/package-not-found');
  if (!bought.accessTypes.includes(accessType)) throw subscriptionRefusal('subscription/package-unfit');
  return { type: 'subscription.changePackage', packageId, terms: termsOf(bought, terms.zone), when };
}

async function credentials(
  tx: TenantTx,
  state: SubscriptionState,
  act: Extract<SubscriptionAct, { act: 'changeCredentials' }>,
  secrets: Secrets,
): Promise<ActCommand> {
  const { username } = act;
  const key = username === undefined ? undefined : usernameKey(username, await readUsernameRules(tx));
  if (key !== undefined) await requireFree(tx, { ...state, usernameKey: key });
  const made = act.newPassword === true && act.password === undefined ? newPassword() : undefined;
  const password = act.password ?? made;
  return {
    command: {
      type: 'subscription.changeCredentials',
      ...(username === undefined ? {} : { username, usernameKey: key }),
      ...(password === undefined ? {} : { password: sealPassword(secrets, tx.tenant, state.id, password) }),
    },
    ...(made === undefined ? {} : { password: made }),
  };
}

async function requireFree(tx: TenantTx, wanted: Parameters<typeof takenBy>[1]): Promise<void> {
  const taken = await takenBy(tx, wanted);
  if (taken) throw subscriptionRefusal(`subscription/${taken}-taken`);
}
