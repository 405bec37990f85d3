import type { Limits } from '#shared/tenant/limits.ts';
import { Permission } from '#shared/tenant/permissions.ts';

export interface ShippedRole {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly limits?: Limits;
}

const look = ['alarm.view', 'alarm.viewComments', 'nas.view', 'maintenance.view', 'onCall.view'] as const;
const work = ['alarm.acknowledge', 'alarm.claim', 'alarm.comment'] as const;

/** The roles every company begins with, as examples; each may change them. A migration gives companies those that are new. */
export const shippedRoles = {
  owner: { name: 'Owner', permissions: Permission.options },
  /** Runs the product for the owner, but does not change the company itself and its policies. */
  admin: { name: 'Admin', permissions: Permission.options.filter((permission) => permission !== 'tenant.manage') },
  noc: {
    name: 'NOC',
    permissions: [
      ...look,
      ...work,
      'alarm.take',
      'alarm.shelve',
      'alarm.clear',
      'nas.manage',
      'nas.operate',
      'nas.viewSecrets',
      'nas.backup',
      'maintenance.manage',
      'onCall.manage',
      'inspector.view',
      'inspector.operate',
    ],
    limits: { 'nas.viewSecrets': { most: 10, perDays: 1, per: 'person' } },
  },
  dispatcher: { name: 'Dispatcher', permissions: [...look, ...work] },
  technician: { name: 'Technician', permissions: [...look, 'alarm.comment'] },
  support: { name: 'Support', permissions: [...look, 'alarm.comment'] },
  cashier: { name: 'Cashier', permissions: ['maintenance.view'] },
  accountant: { name: 'Accountant', permissions: ['maintenance.view'] },
  hr: { name: 'HR', permissions: ['user.view', 'user.manage', 'onCall.view'] },
  reseller: { name: 'Reseller', permissions: ['nas.view', 'maintenance.view'] },
  wall: { name: 'Wall', permissions: ['alarm.view', 'nas.view', 'maintenance.view', 'onCall.view'] },
} as const satisfies Record<string, ShippedRole>;

export type ShippedRoleKey = keyof typeof shippedRoles;
