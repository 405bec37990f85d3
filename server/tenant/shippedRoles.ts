import type { Limits } from '#shared/tenant/limits.ts';
import { Permission } from '#shared/tenant/permissions.ts';

export interface ShippedRole {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly limits?: Limits;
}

const look = ['alarm.view', 'alarm.viewComments', 'nas.view', 'maintenance.view', 'onCall.view'] as const;
/** What is done about one line all day. */
const lines = [
  'session.view',
  'subscription.view',
  'subscription.suspend',
  'subscription.changePackage',
  'subscription.changeCredentials',
  'subscription.viewPassword',
  'subscription.resetMac',
  'subscription.overrideRates',
] as const;
const seenPasswords = { most: 20, perDays: 1, per: 'person' } as const;
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
      'customer.view',
      'customer.manage',
      ...lines,
      'session.findAddress',
      'subscription.create',
      'subscription.setAddresses',
      'package.view',
      'package.manage',
      'pool.view',
      'pool.manage',
      'radius.view',
      'accounting.settle',
      'voucher.view',
      'hotspot.manage',
      'bulk.view',
      'bulk.act',
      'bulk.brake',
      'maintenance.manage',
      'onCall.manage',
      'inspector.view',
      'inspector.operate',
    ],
    limits: {
      'nas.viewSecrets': { most: 10, perDays: 1, per: 'person' },
      'subscription.viewPassword': seenPasswords,
    },
  },
  dispatcher: {
    name: 'Dispatcher',
    permissions: [...look, ...work, 'customer.view', 'subscription.view', 'package.view'],
  },
  technician: {
    name: 'Technician',
    permissions: [
      ...look,
      'alarm.comment',
      'customer.view',
      'subscription.view',
      'subscription.resetMac',
      'package.view',
    ],
    limits: { 'subscription.resetMac': { most: 10, perDays: 1, per: 'person' } },
  },
  support: {
    name: 'Support',
    permissions: [
      ...look,
      'alarm.comment',
      'customer.view',
      'customer.manage',
      'customer.documents',
      ...lines,
      'subscription.create',
      'subscription.renew',
      'subscription.extend',
      'subscription.addQuota',
      'package.view',
      'pool.view',
      'radius.view',
      'voucher.view',
    ],
    limits: {
      'subscription.extend': { most: 2, perDays: 30, per: 'object' },
      'subscription.addQuota': { most: 10, perDays: 30, per: 'object' },
      'subscription.overrideRates': { most: 2, perDays: 30, per: 'object' },
      'subscription.viewPassword': seenPasswords,
    },
  },
  cashier: {
    name: 'Cashier',
    permissions: [
      'maintenance.view',
      'customer.view',
      'customer.manage',
      'subscription.view',
      'subscription.create',
      'subscription.renew',
      'package.view',
      'voucher.view',
      'voucher.viewCodes',
    ],
  },
  accountant: {
    name: 'Accountant',
    permissions: ['maintenance.view', 'customer.view', 'subscription.view', 'package.view', 'voucher.view'],
  },
  hr: { name: 'HR', permissions: ['user.view', 'user.manage', 'onCall.view'] },
  reseller: {
    name: 'Reseller',
    permissions: [
      'nas.view',
      'maintenance.view',
      'customer.view',
      'customer.manage',
      'subscription.view',
      'subscription.create',
      'subscription.renew',
      'subscription.changePackage',
      'subscription.resetMac',
      'package.view',
      'voucher.view',
    ],
  },
  wall: { name: 'Wall', permissions: ['alarm.view', 'nas.view', 'maintenance.view', 'onCall.view'] },
} as const satisfies Record<string, ShippedRole>;

export type ShippedRoleKey = keyof typeof shippedRoles;
