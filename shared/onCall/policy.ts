import { z } from 'zod';
import { AlarmSeverity } from '../alarm/values.ts';
import { NoticeRoute } from '../notice/values.ts';
import { Permission } from '../tenant/permissions.ts';
import { BranchId, UserId } from '../values/ids.ts';
import { RotaZone, WallTime } from './rota.ts';

const MINUTE_MS = 60_000;
const minutes = (least: number, most: number): z.ZodNumber =>
  z
    .int()
    .min(least * MINUTE_MS, `At least ${least} minutes.`)
    .max(most * MINUTE_MS, `At most ${most} minutes.`);

/** Whom a step tells. */
export const EscalationTarget = z.discriminatedUnion('kind', [
  /** Whoever is on call in this layer (1 is the first) of every rota that covers the alarm's branch. */
  z.object({ kind: z.literal('onCall'), layer: z.int().min(1).max(6) }),
  z.object({ kind: z.literal('user'), userId: UserId }),
  z.object({ kind: z.literal('role'), roleId: z.uuid() }),
  /** Everybody who may do something, e.g. everyone who may acknowledge. */
  z.object({ kind: z.literal('permission'), permission: Permission }),
  /** One message to a team's webhook, for nobody in particular. */
  z.object({ kind: z.literal('webhook'), webhookId: z.uuid() }),
]);
export type EscalationTarget = z.infer<typeof EscalationTarget>;

export const EscalationStep = z.object({
  /** After the alarm was raised, or after the round began again. */
  afterMs: minutes(0, 24 * 60),
  targets: z.array(EscalationTarget).min(1).max(10),
  /** How persons are told; a webhook that is a target needs none. */
  routes: z.array(NoticeRoute).min(1).max(6),
  /** all: by every way at once · first: by the first way that works. */
  delivery: z.enum(['all', 'first']),
});
export type EscalationStep = z.infer<typeof EscalationStep>;

/** In these hours alarms of these severities wait for their end. Criticals are never among them unless somebody says so. */
export const QuietHours = z.object({
  from: WallTime,
  until: WallTime,
  timeZone: RotaZone,
  severities: z.array(AlarmSeverity).min(1).max(5),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** What an escalation follows; it keeps the one it began with. */
export const EscalationPlan = z.object({
  steps: z.array(EscalationStep).min(1).max(10),
  /** After the last step; then the round begins again. Absent: it ends after one round. */
  repeatEveryMs: minutes(1, 24 * 60).optional(),
  quiet: QuietHours.optional(),
});
export type EscalationPlan = z.infer<typeof EscalationPlan>;

/** What people edit: which alarms, and what happens with them. The first rule that fits an alarm is followed. */
export const PolicyPlan = z
  .object({
    name: z.string().trim().min(1).max(80),
    enabled: z.boolean(),
    severities: z.array(AlarmSeverity).min(1).max(5),
    /** Empty: alarms of every branch and of none. */
    branches: z.array(BranchId).max(200),
    ...EscalationPlan.shape,
  })
  .refine(({ steps }) => steps.every((step, index) => index === 0 || step.afterMs > steps[index - 1]!.afterMs), {
    path: ['steps'],
    message: 'Each step must come later than the one before.',
  });
export type PolicyPlan = z.infer<typeof PolicyPlan>;

export const Policy = z.object({ id: z.uuid(), version: z.int(), position: z.int(), ...PolicyPlan.shape });
export type Policy = z.infer<typeof Policy>;

const everyWay: EscalationStep['routes'] = [{ channel: 'push' }, { channel: 'email' }];

/** What a company begins with: criticals reach the one on call at once, the next after ten minutes, then everybody. */
export const defaultPolicy: PolicyPlan = {
  name: 'Critical alarms',
  enabled: true,
  severities: ['critical'],
  branches: [],
  steps: [
    { afterMs: 0, targets: [{ kind: 'onCall', layer: 1 }], routes: everyWay, delivery: 'all' },
    {
      afterMs: 10 * MINUTE_MS,
      targets: [
        { kind: 'onCall', layer: 1 },
        { kind: 'onCall', layer: 2 },
      ],
      routes: everyWay,
      delivery: 'all',
    },
    {
      afterMs: 20 * MINUTE_MS,
      targets: [{ kind: 'permission', permission: 'onCall.manage' }],
      routes: everyWay,
      delivery: 'all',
    },
  ],
  repeatEveryMs: 15 * MINUTE_MS,
};
