/** Why an act of administration is refused. */
export const tenantRefusals = {
  'tenant/user-not-found': 'There is no such user.',
  'tenant/role-not-found': 'There is no such role.',
  'tenant/branch-not-found': 'There is no such branch.',
  'tenant/session-not-found': 'There is no such session.',
  'tenant/last-administrator': 'Nobody would be left who may administer. Give somebody else the permission first.',
  'setup/link-invalid': 'The set-up link is wrong, used or expired. Restart the server to get a new one.',
  'setup/done': 'This installation is set up already.',
} as const;

export type TenantRefusalCode = keyof typeof tenantRefusals;
