import { expandRanges } from './addressPool.ts';
import type { Item, Values } from './configTable.ts';
import { customerMac } from './customerMac.ts';
import { interfaceRate } from './interfaceRate.ts';
import type { RouterWorld } from './routerWorld.ts';

export interface Ending {
  readonly at: number;
  readonly why: string;
}

/** Users with a secret that is not disabled and who are not connected. */
export function pppCandidates(world: RouterWorld): readonly string[] {
  if (!serverOf(world)) return [];
  const active = world.table('/ppp/active');
  return world
    .table('/ppp/secret')
    .all()
    .filter(({ values }) => values['disabled'] !== 'yes' && ['any', 'pppoe', undefined].includes(values['service']))
    .map(({ values }) => values['name'] ?? '')
    .filter((name) => !active.byName(name));
}

/** A PPPoE client is let in: session, interface, and queue where a rate is set. `quiet`: it happened long ago. */
export function startPpp(world: RouterWorld, name: string, at: number, quiet: boolean): void {
  const secret = world.table('/ppp/secret').byName(name)?.values;
  const server = serverOf(world);
  if (!secret || secret['disabled'] === 'yes' || !server || world.table('/ppp/active').byName(name)) return;
  const profile = world.table('/ppp/profile').byName(secret['profile'] ?? 'default')?.values ?? {};
  const mac = secret['caller-id'] || customerMac(name);
  const address = addressFor(world, secret, profile);
  if (address === undefined) {
    world.log.write('pppoe,ppp,error', `<pppoe-${name}>: could not determine remote address, using 0.0.0.0`, at);
    return;
  }
  const number = sessionNumber(world);
  const rate = profile['rate-limit'] ?? '';
  const since = String(at);
  world.table('/ppp/active').add({
    name,
    service: 'pppoe',
    'caller-id': mac,
    address,
    encoding: '',
    'session-id': `0x${number}`,
    'limit-bytes-in': secret['limit-bytes-in'] ?? '0',
    'limit-bytes-out': secret['limit-bytes-out'] ?? '0',
    radius: 'no',
    since,
  });
  const session = `<pppoe-${name}>`;
  world.table('/interface').add(
    {
      name: session,
      type: 'pppoe-in',
      mtu: '1480',
      user: name,
      service: server['service-name'] ?? '',
      'rate-limit': rate,
      since,
    },
    { dynamic: true },
  );
  if (rate !== '')
    world
      .table('/queue/simple')
      .add({ name: session, user: name, target: session, 'max-limit': rate.split(' ')[0]!, since }, { dynamic: true });
  if (quiet) return;
  world.log.write('pppoe,info', `PPPoE connection established from ${mac}`, at);
  world.log.write('pppoe,ppp,info,account', `${name} logged in, ${address} from ${mac}`, at);
  world.log.write('pppoe,ppp,info', `${session}: authenticated`, at);
  world.log.write('pppoe,ppp,info', `${session}: connected`, at);
}

/** Without `ending` the router lost its memory, and nobody was told. */
export function endPpp(world: RouterWorld, item: Item, ending: Ending | undefined): void {
  const { name = '', since = '0' } = item.values;
  const mac = item.values['caller-id'] ?? '';
  const session = `<pppoe-${name}>`;
  world.table('/ppp/active').remove(item);
  const port = world.table('/interface').byName(session);
  if (ending) {
    const seconds = Math.max(0, Math.round((ending.at - Number(since)) / 1000));
    const bytes = port
      ? world.traffic.bytes(port, Number(since), ending.at, (at) => interfaceRate(world, session, at))
      : { rx: 0, tx: 0 };
    world.log.write('pppoe,ppp,info', `${session}: terminating... - ${ending.why}`, ending.at);
    world.log.write(
      'pppoe,ppp,info,account',
      `${name} logged out, ${seconds} ${bytes.rx} ${bytes.tx} ${Math.floor(bytes.rx / 820)} ${Math.floor(bytes.tx / 820)} from ${mac}`,
      ending.at,
    );
    world.log.write('pppoe,ppp,info', `${session}: disconnected`, ending.at);
    const secret = world.table('/ppp/secret').byName(name);
    if (secret)
      secret.values = {
        ...secret.values,
        'last-logged-out': world.dateText(ending.at),
        'last-caller-id': mac,
        'last-disconnect-reason': ending.why.replaceAll(' ', '-'),
      };
  }
  if (port) world.table('/interface').remove(port);
  const queue = world.table('/queue/simple').byName(session);
  if (queue?.dynamic) world.table('/queue/simple').remove(queue);
}

function serverOf(world: RouterWorld): Values | undefined {
  return world
    .table('/interface/pppoe-server/server')
    .all()
    .find(({ values }) => values['disabled'] === 'no')?.values;
}

/** The secret's own address, or the next of the profile's pool. */
function addressFor(world: RouterWorld, secret: Values, profile: Values): string | undefined {
  const said = secret['remote-address'] ?? profile['remote-address'];
  const pool = said === undefined ? undefined : world.table('/ip/pool').byName(said);
  if (!pool) return said;
  const taken = new Set(
    world
      .table('/ppp/active')
      .all()
      .map(({ values }) => values['address'] ?? ''),
  );
  return expandRanges(pool.values['ranges'] ?? '').free(taken);
}

/** Eight hex digits: service, boot, counter (MikroTik manual: RADIUS, Acct-Session-Id). */
function sessionNumber(world: RouterWorld): string {
  const boot = Math.floor(world.bootedAt / 1000) % 16;
  const count =
    world
      .table('/ppp/active')
      .all()
      .reduce((most, { id }) => Math.max(most, Number.parseInt(id.slice(1), 16)), 0) % 0x10_0000;
  return `81${boot.toString(16)}${(count + 1).toString(16).padStart(5, '0')}`;
}
