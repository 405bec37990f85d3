import type { Item, Values } from '../configTable.ts';
import type { RouterWorld } from '../routerWorld.ts';
import type { Grant } from './grant.ts';
import type { Login, SessionItems } from './nasSession.ts';
import { queueFields, type RateLimit } from './rateLimit.ts';

const DYNAMIC = { dynamic: true };

/** What a PPPoE session that a server let in leaves in the router's tables. */
export function openPpp(
  world: RouterWorld,
  login: Login,
  grant: Grant,
  address: string,
  encoding: string,
): SessionItems {
  const since = String(world.clock.now());
  const active = world.table('/ppp/active').add({
    name: login.username,
    service: 'pppoe',
    'caller-id': login.line.mac,
    address,
    encoding,
    'session-id': `0x${login.number.id}`,
    'limit-bytes-in': String(grant.limits.received ?? 0),
    'limit-bytes-out': String(grant.limits.sent ?? 0),
    radius: 'yes',
    since,
  });
  const counted = world.table('/interface').add(
    {
      name: freeName(world, `pppoe-${login.username}`),
      type: 'pppoe-in',
      mtu: '1480',
      user: login.username,
      service: login.calledId,
      'rate-limit': grant.rate?.text ?? '',
      radius: 'yes',
      ...(login.line.isSilent && { silent: 'yes' }),
      since,
    },
    DYNAMIC,
  );
  const name = counted.values['name'] ?? '';
  const queue = { queueName: name, queueTarget: name, queue: undefined };
  const items: SessionItems = { active, counted, ...queue, lists: [], others: others(world, grant, counted) };
  setQueue(world, items, grant.rate);
  setLists(world, items, grant.addressLists, listed(address, grant));
  return items;
}

/** The first session of a user has its name, a second at the same time a number. */
function freeName(world: RouterWorld, wanted: string): string {
  const interfaces = world.table('/interface');
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? `<${wanted}>` : `<${wanted}-${number}>`;
    if (!interfaces.byName(name)) return name;
  }
}

/** Addresses of a session that an address list is about. */
export const listed = (address: string, { delegatedPrefix, framedPrefix }: Grant): readonly string[] => [
  address,
  ...[delegatedPrefix, framedPrefix].filter((prefix) => prefix !== undefined),
];

/** The dynamic queue follows the rate; without one there is none. */
export function setQueue(world: RouterWorld, items: SessionItems, rate: RateLimit | undefined): void {
  const queues = world.table('/queue/simple');
  if (!rate) {
    if (items.queue) queues.remove(items.queue);
    items.queue = undefined;
  } else if (items.queue) queues.set(items.queue, queueFields(rate));
  else {
    const { user = '', since = '', silent = 'no' } = items.counted.values;
    const { queueName: name, queueTarget: target } = items;
    items.queue = queues.add({ name, user, target, ...queueFields(rate), silent, since }, DYNAMIC);
    world.traffic.share(items.queue, items.counted);
  }
}

export function setLists(
  world: RouterWorld,
  items: SessionItems,
  lists: readonly string[],
  addresses: readonly string[],
): void {
  for (const item of items.lists) tableOf(world, item.values).remove(item);
  const at = String(world.clock.now());
  items.lists = lists.flatMap((list) =>
    addresses.map((address) => {
      const values: Values = { list, address, at };
      return tableOf(world, values).add(values, DYNAMIC);
    }),
  );
}

const tableOf = (world: RouterWorld, { address = '' }: Values) =>
  world.table(address.includes(':') ? '/ipv6/firewall/address-list' : '/ip/firewall/address-list');

/** Routes and prefixes of the session. */
function others(world: RouterWorld, grant: Grant, { values }: Item): SessionItems['others'] {
  const port = values['name'] ?? '';
  const rows: (readonly [string, Values])[] = [];
  for (const route of grant.routes) {
    const [destination = '', gateway = '0.0.0.0', metric = '1'] = route.split(' ');
    const via = gateway === '0.0.0.0' ? port : gateway;
    rows.push(['/ip/route', { 'dst-address': destination, gateway: via, distance: metric }]);
  }
  if (grant.framedPrefix !== undefined) rows.push(['/ipv6/nd/prefix', { prefix: grant.framedPrefix, interface: port }]);
  if (grant.delegatedPrefix !== undefined) {
    rows.push(['/ipv6/dhcp-server/binding', { address: grant.delegatedPrefix, server: port, status: 'bound' }]);
    rows.push(['/ipv6/route', { 'dst-address': grant.delegatedPrefix, gateway: port, distance: '1' }]);
  }
  return rows.map(([path, row]) => [path, world.table(path).add(row, DYNAMIC)] as const);
}
