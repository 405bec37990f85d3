import type { SubscriptionAct } from '#shared/subscription/requests.ts';
import type { Permission } from '#shared/tenant/permissions.ts';

type ActName = SubscriptionAct['act'];

/** What each act takes; undoing takes what the act took. */
export const actPermissions: Readonly<Record<Exclude<ActName, 'undo'>, Permission>> = {
  activate: 'subscription.renew',
  renew: 'subscription.renew',
  extend: 'subscription.extend',
  validUntil: 'subscription.extend',
  suspend: 'subscription.suspend',
  resume: 'subscription.suspend',
  changePackage: 'subscription.changePackage',
  keepPackage: 'subscription.changePackage',
  changeCredentials: 'subscription.changeCredentials',
  setMacs: 'subscription.resetMac',
  setSessions: 'subscription.resetMac',
  setAddresses: 'subscription.setAddresses',
  overrideRates: 'subscription.overrideRates',
  endOverride: 'subscription.overrideRates',
  addQuota: 'subscription.addQuota',
  protect: 'subscription.protect',
  unprotect: 'subscription.protect',
  leave: 'subscription.leave',
  return: 'subscription.leave',
  moveBranch: 'subscription.create',
};

const byCommand: Readonly<Record<string, Permission>> = {
  'subscription.activate': 'subscription.renew',
  'subscription.renew': 'subscription.renew',
  'subscription.extend': 'subscription.extend',
  'subscription.setEnd': 'subscription.extend',
  'subscription.suspend': 'subscription.suspend',
  'subscription.resume': 'subscription.suspend',
  'subscription.changePackage': 'subscription.changePackage',
  'subscription.keepPackage': 'subscription.changePackage',
  'subscription.changeCredentials': 'subscription.changeCredentials',
  'subscription.setMacs': 'subscription.resetMac',
  'subscription.setSessions': 'subscription.resetMac',
  'subscription.setAddresses': 'subscription.setAddresses',
  'subscription.overrideRates': 'subscription.overrideRates',
  'subscription.endOverride': 'subscription.overrideRates',
  'subscription.addQuota': 'subscription.addQuota',
  'subscription.leave': 'subscription.leave',
  'subscription.return': 'subscription.leave',
  'subscription.moveBranch': 'subscription.create',
};

/** Undefined: the last act can't be undone. */
export function undoPermission(command: string | undefined): Permission | undefined {
  return command === undefined ? undefined : byCommand[command];
}
