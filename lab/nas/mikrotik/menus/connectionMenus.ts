import { flag, observed } from '../field.ts';
import type { MenuSpec } from '../menu.ts';

const connections = (path: string): MenuSpec => ({
  path,
  kind: 'list',
  allows: ['remove'],
  exported: false,
  fields: {
    protocol: observed(),
    'src-address': observed(),
    'dst-address': observed(),
    timeout: observed(),
    'seen-reply': flag('yes', { readOnly: true }),
    assured: flag('yes', { readOnly: true }),
    confirmed: flag('yes', { readOnly: true }),
    fasttrack: flag('no', { readOnly: true }),
  },
});

/** Connections that customers have open: a rule that comes later does not end them. */
export const connectionMenus: readonly MenuSpec[] = [
  connections('/ip/firewall/connection'),
  connections('/ipv6/firewall/connection'),
];
