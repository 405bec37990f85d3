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
  'inspector.view',
  'inspector.operate',
  /** Users, their roles and branches, and what a role may do. */
  'tenant.administer',
]);
export type Permission = z.infer<typeof Permission>;
