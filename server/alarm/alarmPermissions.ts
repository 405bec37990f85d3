import type { AlarmOperatorCommand } from '#shared/alarm/commands.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import type { KindPermissions } from '../platform/actors/commandGateway.ts';

const commands = {
  'alarm.acknowledge': 'alarm.acknowledge',
  'alarm.claim': 'alarm.claim',
  'alarm.take': 'alarm.take',
  'alarm.release': 'alarm.claim',
  'alarm.shelve': 'alarm.shelve',
  'alarm.unshelve': 'alarm.shelve',
  'alarm.comment': 'alarm.comment',
  'alarm.clear': 'alarm.clear',
} as const satisfies Record<AlarmOperatorCommand['type'], Permission>;

/** What people may ask of an alarm; raising and expiring belong to sources and deadlines. */
export const alarmPermissions: KindPermissions = { kind: 'alarm', commands };
