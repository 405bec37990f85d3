import { Permission } from '#shared/tenant/permissions.ts';

export interface ShippedRole {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** The roles every company begins with; each may change them. */
export const shippedRoles = {
  owner: { name: 'Owner', permissions: Permission.options },
  noc: {
    name: 'NOC',
    permissions: [
      'alarm.view',
      'alarm.viewComments',
      'alarm.acknowledge',
      'alarm.claim',
      'alarm.take',
      'alarm.shelve',
      'alarm.comment',
      'alarm.clear',
      'inspector.view',
      'inspector.operate',
    ],
  },
  dispatcher: {
    name: 'Dispatcher',
    permissions: ['alarm.view', 'alarm.viewComments', 'alarm.acknowledge', 'alarm.claim', 'alarm.comment'],
  },
  wall: { name: 'Wall', permissions: ['alarm.view'] },
} as const satisfies Record<string, ShippedRole>;

export type ShippedRoleKey = keyof typeof shippedRoles;
