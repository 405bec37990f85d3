import { z } from 'zod';

/** One permission per act. Roles are sets of these; custom roles pick from this list. */
export const Permission = z.enum([
  'alarm.view',
  'alarm.viewComments',
  'alarm.acknowledge',
  'alarm.claim',
  'alarm.take',
  'alarm.shelve',
  'alarm.comment',
  'alarm.clear',
  'nas.view',
  /** Register, change and archive routers. */
  'nas.manage',
  /** Reboot and the like: what customers behind it feel. */
  'nas.operate',
  /** Reveal RADIUS secrets; each time is recorded. */
  'nas.viewSecrets',
  /** Take, read and compare configuration backups. */
  'nas.backup',
  'customer.view',
  /** Make, change, archive and label customers. */
  'customer.manage',
  /** Read, add and remove customers' documents: identity cards, contracts. */
  'customer.documents',
  'subscription.view',
  'subscription.create',
  /** Cycles that are paid for. */
  'subscription.renew',
  /** Days that nobody pays for. */
  'subscription.extend',
  /** Suspend and resume. */
  'subscription.suspend',
  'subscription.changePackage',
  /** Username and password. */
  'subscription.changeCredentials',
  /** Reveal passwords; each time is recorded. */
  'subscription.viewPassword',
  /** Bind, change and reset MAC addresses, and how many may come in at once. */
  'subscription.resetMac',
  /** Static addresses, prefixes and routes. */
  'subscription.setAddresses',
  /** Other rates for a while. */
  'subscription.overrideRates',
  /** Data on top of the package's. */
  'subscription.addQuota',
  /** End a line, and take it back. */
  'subscription.leave',
  /** Protect a line from being cut. */
  'subscription.protect',
  /** Who is online, what lines used, and who was refused. */
  'session.view',
  /** Who had an address at a time: what authorities ask for. Each time is recorded. */
  'session.findAddress',
  'package.view',
  /** Make and change packages: what customers on them get, and for how much. */
  'package.manage',
  'pool.view',
  'pool.manage',
  'voucher.view',
  /** See, print and export codes: whoever has a code has what it is worth. Each time is recorded. */
  'voucher.viewCodes',
  /** Make batches and mark vouchers as sold. */
  'voucher.create',
  /** Void vouchers, and take that back. */
  'voucher.void',
  /** Login pages of hotspots. */
  'hotspot.manage',
  /** How the RADIUS server does, and which sources it does not know. */
  'radius.view',
  /** Load reports that could not be stored once more, discard them, and take note of what is lost. */
  'accounting.settle',
  /** See jobs of imports and acts on many lines. */
  'bulk.view',
  'bulk.import',
  /** One act on many lines; takes the permission of the act as well. */
  'bulk.act',
  /** Take whole lists out of the system. Each time is recorded. */
  'bulk.export',
  /** How many lines may be cut at once without a second person; hold all cuts. */
  'bulk.brake',
  'maintenance.view',
  'maintenance.manage',
  'onCall.view',
  /** Rotas, escalation rules and where notices go. */
  'onCall.manage',
  'user.view',
  /** Invite, change, disable; give roles and branches; reset second factors; end sessions. */
  'user.manage',
  'role.manage',
  'branch.manage',
  /** The company itself: name, zone, policies. */
  'tenant.manage',
  /** API tokens and wall tokens of the company. */
  'token.manage',
  'audit.view',
  /** Decide on what others ask for beyond their limits. */
  'approval.decide',
  'inspector.view',
  'inspector.operate',
]);
export type Permission = z.infer<typeof Permission>;
