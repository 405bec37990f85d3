import { z } from 'zod';
import { MaintenancePlan } from '#shared/maintenance/commands.ts';
import { ScopeItem } from '#shared/maintenance/values.ts';
import type { MaintenanceDetail } from '#shared/maintenance/view.ts';
import { now } from '../ui/now.ts';
import { say } from '../words/words.ts';

const HOUR = 3_600_000;

export interface PlanInput {
  title: string;
  reason: string;
  impact: string;
  /** Empty: the whole company. */
  branchId: string;
  /** `kind:id`. */
  scope: readonly string[];
  from: number | undefined;
  to: number | undefined;
  notify: readonly string[];
  beforeMs: number | undefined;
}

/** Of what the form's tag names. */
export function scopeOf(tags: readonly string[]): ScopeItem[] {
  return tags.flatMap((tag) => {
    const at = tag.indexOf(':');
    const [kind, id] = [tag.slice(0, at), tag.slice(at + 1)];
    const item = ScopeItem.safeParse(kind === 'alarmSource' ? { kind, name: id } : { kind, id });
    return item.success ? [item.data] : [];
  });
}

export function tagOf(item: ScopeItem): string {
  return `${item.kind}:${item.kind === 'alarmSource' ? item.name : item.id}`;
}

/** What the form sends, out of what its fields hold. */
export const PlanForm = z
  .object({
    title: MaintenancePlan.shape.title,
    reason: MaintenancePlan.shape.reason,
    impact: MaintenancePlan.shape.impact,
    branchId: z.string(),
    scope: z.array(z.string()).min(1),
    from: z.number(),
    to: z.number(),
    notify: z.array(z.string()),
    beforeMs: z.number().min(0),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: () => say('maintenance.endAfterStart') })
  .transform(({ branchId, scope, notify, beforeMs, ...plan }): z.input<typeof MaintenancePlan> => ({
    ...plan,
    ...(branchId === '' ? {} : { branchId }),
    scope: scopeOf(scope),
    notices: notify.length === 0 ? [] : [{ beforeMs: Math.round(beforeMs), to: [...notify] }],
  }));

/** The next full hour, for two hours; or the plan as it stands. */
export function initialPlan(window: MaintenanceDetail | undefined, branchId: string): PlanInput {
  const from = Math.ceil((now() + HOUR) / HOUR) * HOUR;
  if (!window)
    return {
      title: '',
      reason: '',
      impact: '',
      branchId,
      scope: [],
      from,
      to: from + 2 * HOUR,
      notify: [],
      beforeMs: 24 * HOUR,
    };
  return {
    title: window.title,
    reason: window.reason,
    impact: window.impact,
    branchId: window.branchId ?? '',
    scope: window.scope.map(tagOf),
    from: window.from,
    to: window.to,
    notify: window.notices.flatMap(({ to }) => to),
    beforeMs: window.notices[0]?.beforeMs ?? 24 * HOUR,
  };
}
