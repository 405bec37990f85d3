import { NoticeRoute } from '#shared/notice/values.ts';
import { EscalationTarget } from '#shared/onCall/policy.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import type { Option } from '../ui/form/option.ts';
import { say } from '../words/words.ts';
import { personOptions } from './onCallData.ts';

/** Targets and ways travel through lists of choices as their JSON. */
export function targetOptions(view: OnCallView): readonly Option[] {
  const option = (target: EscalationTarget, label: string, note?: string): Option => ({
    value: JSON.stringify(target),
    label,
    note,
  });
  return [
    ...[1, 2, 3].map((layer) => option({ kind: 'onCall', layer }, say('target.onCall', { n: layer }))),
    option({ kind: 'permission', permission: 'onCall.manage' }, say('target.managers')),
    option({ kind: 'permission', permission: 'alarm.acknowledge' }, say('target.acknowledgers')),
    ...view.roles.map(({ id, name }) => option({ kind: 'role', roleId: id }, say('target.role', { name }))),
    ...view.webhooks.map(({ id, name }) => option({ kind: 'webhook', webhookId: id }, say('target.webhook', { name }))),
    ...personOptions(view).map(({ value, label, note }) => ({
      value: `{"kind":"user","userId":"${value}"}`,
      label,
      note,
    })),
  ];
}

export function routeOptions(view: OnCallView): readonly Option[] {
  const option = (route: NoticeRoute, label: string): Option => ({ value: JSON.stringify(route), label });
  return [
    option({ channel: 'push' }, say('way.push')),
    option({ channel: 'email' }, say('way.email')),
    ...view.webhooks.map(({ id, name }) => option({ channel: 'webhook', webhookId: id }, name)),
  ];
}

export function labelOf(options: readonly Option[], value: unknown): string {
  const text = JSON.stringify(value);
  return options.find((option) => option.value === text)?.label ?? text;
}

export function targetsFrom(texts: readonly string[]): EscalationTarget[] {
  return texts.map((text) => EscalationTarget.parse(JSON.parse(text)));
}

export function routesFrom(texts: readonly string[]): NoticeRoute[] {
  return texts.map((text) => NoticeRoute.parse(JSON.parse(text)));
}
