/** Why an act of administration is refused. */
export const tenantRefusals = {
  'tenant/user-not-found': 'There is no such user.',
  'tenant/role-not-found': 'There is no such role.',
  'tenant/branch-not-found': 'There is no such branch.',
  'tenant/session-not-found': 'There is no such session.',
  'tenant/invitation-not-found': 'There is no such invitation.',
  'tenant/last-administrator': 'Nobody would be left who may administer. Give somebody else the permission first.',
  'tenant/second-person-missing':
    'The policy of the second person needs at least two administrators who may decide on approvals.',
  'tenant/beyond-own-rights': 'This concerns rights you do not have yourself. Ask somebody who has them.',
  'tenant/outside-branches': 'This person works in branches that are not yours.',
  'tenant/whole-company-needed': 'This concerns the whole company, and you may only work in some branches.',
  'tenant/name-taken': 'This name is taken.',
  'tenant/email-taken': 'This e-mail is taken: an e-mail can log in to one company only.',
  'tenant/user-disabled': 'This person is disabled. Enable the account first.',
  'tenant/password-repeats-email': 'The password must not be the e-mail.',
  'tenant/password-wrong': 'The present password is wrong.',
  'tenant/mail-not-configured': 'This installation can not send mail. Ask an administrator.',
  'role/in-use': 'Somebody has this role, or is invited to it. Give them another one first.',
  'role/limit-without-permission': 'A limit is only possible for what the role may do.',
  'branch/not-empty': 'There is still something in this branch. Move it first.',
  'branch/archived': 'This branch is archived. Restore it first.',
  'branch/last': 'A company needs at least one branch.',
  'company/currency-fixed': 'Money has been booked in this currency, so it can not be changed any more.',
  'company/not-found': 'There is no such company.',
  'link/invalid': 'This link is wrong, used or expired. Ask for a new one.',
  'setup/link-invalid': 'The set-up link is wrong, used or expired. Restart the server to get a new one.',
  'setup/done': 'This installation is set up already.',
} as const;

export type TenantRefusalCode = keyof typeof tenantRefusals;
