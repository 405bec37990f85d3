import type { Values } from '../configTable.ts';
import { choice, flag, observed, prefixes, reference, text } from '../field.ts';
import { policies, type MenuSpec } from '../menu.ts';
import type { Personality } from '../personality.ts';
import { policiesOf, policyText } from '../policyText.ts';
import { switchable } from '../switchable.ts';
import { Trap, trapCategory } from '../trap.ts';

export const userMenus: readonly MenuSpec[] = [
  {
    path: '/user/group',
    kind: 'list',
    unique: 'name',
    locator: 'name',
    guard: 'policy',
    called: 'user group',
    fields: {
      name: text(undefined, { required: true }),
      policy: { ...text(''), read: readPolicy },
      skin: text('default'),
      comment: text(),
    },
    join: joinPolicies,
    check: (world, { name, policy = '' }, item) => {
      const known = policiesOf(world.personality);
      if (policy.split(',').some((one) => one !== '' && !known.includes(one.replace('!', ''))))
        throw new Trap('input does not match any value of policy', trapCategory.argument);
      const old = item?.values['name'];
      if (
        item &&
        name === undefined &&
        world
          .table('/user')
          .all()
          .some(({ values }) => values['group'] === old)
      )
        throw new Trap('failure: group is in use', trapCategory.general);
    },
  },
  {
    path: '/user',
    kind: 'list',
    unique: 'name',
    guard: 'policy',
    called: 'user',
    exported: false,
    fields: {
      name: text(undefined, { required: true }),
      password: text(undefined, { hidden: true }),
      group: reference('/user/group', undefined, { required: true }),
      address: prefixes(''),
      'last-logged-in': observed(),
      'inactivity-timeout': text('10m', { since: '7' }),
      'inactivity-policy': choice(['none', 'logout', 'lockscreen'], 'none', { since: '7' }),
      expired: flag('no', { readOnly: true }),
      ...switchable,
    },
    check: (world, values, item) => {
      const others = world
        .table('/user')
        .all()
        .filter((one) => one !== item);
      const full = [...others.map((one) => one.values), values].some(
        ({ group, disabled }) => group === 'full' && disabled !== 'yes',
      );
      if (!full) throw new Trap('failure: there must be at least one user with full group', trapCategory.general);
    },
  },
  {
    path: '/user/active',
    kind: 'list',
    allows: [],
    exported: false,
    show: (world, { values }) => ({ when: world.dateText(Number(values['since'])) }),
    fields: {
      when: observed(),
      name: observed(),
      address: observed(),
      via: observed(),
      group: observed(),
      radius: flag('no', { readOnly: true }),
    },
  },
];

/** `read,!write`, in the router's order. */
function readPolicy(raw: string): string | undefined {
  const said = raw.split(',').filter((one) => one !== '');
  return said.every((one) => policies.some((policy) => policy === one.replace(/^!/, ''))) ? said.join(',') : undefined;
}

/** What is named is given or, with `!`, taken; the rest stays as it is. The router always writes all of them down. */
function joinPolicies(before: Values, changes: Values, personality: Personality): Values {
  if (changes['policy'] === undefined && before['policy'] !== undefined) return changes;
  const rights = new Set((before['policy'] ?? '').split(',').filter((one) => !one.startsWith('!')));
  for (const one of (changes['policy'] ?? '').split(',')) {
    if (!policiesOf(personality).includes(one.replace('!', ''))) return changes;
    if (one.startsWith('!')) rights.delete(one.slice(1));
    else rights.add(one);
  }
  return { ...changes, policy: policyText([...rights], personality) };
}
