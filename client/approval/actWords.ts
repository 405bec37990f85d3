import type { ApprovalRow } from '#shared/approval/view.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { type PlainKey, say, sayNumber } from '../words/words.ts';

const acts: Readonly<Record<string, PlainKey>> = {
  'bulk.cutMany': 'approval.act.bulk.cutMany',
  'user.changeRole': 'approval.act.user.changeRole',
  'user.enable': 'approval.act.user.enable',
  'user.changeEmail': 'approval.act.user.changeEmail',
  'user.resetPassword': 'approval.act.user.resetPassword',
  'user.resetSecondFactor': 'approval.act.user.resetSecondFactor',
  'user.invite': 'approval.act.user.invite',
  'role.changePermissions': 'approval.act.role.changePermissions',
  'company.changePolicies': 'approval.act.company.changePolicies',
  'nas.reboot': 'nas.act.nas.reboot',
  'nas.applyOnboarding': 'nas.act.nas.applyOnboarding',
  'nas.endSession': 'nas.act.nas.endSession',
  'session.disconnect': 'online.end',
  'subscription.cutProtected': 'subscription.cutProtected',
};

/** What is asked for, in words; an act without any has a permission's words, or its name as the log has it. */
export function actWords(act: ApprovalRow['act']): string {
  const key = acts[act];
  if (key !== undefined) return say(key);
  const permission = Permission.safeParse(act);
  return permission.success ? say(`permission.${permission.data}`) : act;
}

const details: Readonly<Record<string, PlainKey>> = {
  role: 'user.role',
  does: 'approval.act',
  days: 'subscription.days',
  gigabytes: 'subscription.gigabytes',
  email: 'user.email',
  given: 'approval.detail.given',
  taken: 'approval.detail.taken',
  people: 'user.title',
  secondPersonForAdministrators: 'approval.detail.secondPerson',
};

export function detailLabel(name: string): string {
  const key = details[name];
  return key === undefined ? name : say(key);
}

/** A detail's value as people read it: before → after, lists, permissions by their words. */
export function detailWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(detailWords).join(', ');
  if (typeof value === 'boolean') return say(value ? 'approval.detail.yes' : 'approval.detail.no');
  if (typeof value === 'number') return sayNumber(value);
  if (typeof value === 'string') {
    const permission = Permission.safeParse(value);
    return permission.success ? say(`permission.${permission.data}`) : value;
  }
  if (isChange(value)) return [value.before, value.after].map((one) => detailWords(one ?? '–')).join(' → ');
  return JSON.stringify(value);
}

function isChange(value: unknown): value is { before?: unknown; after?: unknown } {
  return typeof value === 'object' && value !== null && ('before' in value || 'after' in value);
}
