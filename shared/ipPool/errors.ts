/** Why an act on a pool is refused. */
export const ipPoolRefusals = {
  'ipPool/not-found': 'There is no such pool.',
  'ipPool/name-taken': 'Another pool has this name.',
  'ipPool/overlap':
    'Another pool has some of these addresses on the same routers. Give each address to one pool, or name different routers.',
  'ipPool/nas-not-found': 'There is no such router.',
  'ipPool/not-sound': 'The pool does not hold together.',
  'ipPool/in-use': 'Packages use this pool. Give them another one first.',
  'ipPool/changed-meanwhile': 'Somebody else changed this pool meanwhile. Load it again, then make your change.',
  'ipPool/archived': 'The pool is archived. Restore it first.',
  'ipPool/not-archived': 'The pool is not archived.',
} as const;
export type IpPoolRefusalCode = keyof typeof ipPoolRefusals;
