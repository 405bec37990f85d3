import type { RouterWorld } from '../routerWorld.ts';
import type { TerminateCause } from './accountingAttributes.ts';
import type { NasSession, Usage } from './nasSession.ts';
import { setLists, setQueue } from './pppTables.ts';

const WHY: Readonly<Record<TerminateCause, string>> = {
  'User-Request': 'peer disconnected',
  'Lost-Carrier': 'peer is not responding',
  'Idle-Timeout': 'idle timeout',
  'Session-Timeout': 'session timeout',
  'Admin-Reset': 'disconnected by admin',
  'Admin-Reboot': 'reboot',
  'NAS-Request': 'traffic limit reached',
  'Port-Error': 'interface down',
  'User-Error': 'hungup',
};

/** Takes the session out of every table. Without a cause nobody is there to write it down. */
export function closeTables(
  world: RouterWorld,
  session: NasSession,
  cause: TerminateCause | undefined,
  usage: Usage,
): void {
  const { items, login } = session;
  setLists(world, items, [], []);
  setQueue(world, items, undefined);
  for (const [path, item] of items.others) world.table(path).remove(item);
  if (login.service === 'ppp') {
    world.table('/ppp/active').remove(items.active);
    world.table('/interface').remove(items.counted);
  } else if (login.service === 'hotspot') world.table('/ip/hotspot/active').remove(items.active);
  if (cause) writeEnd(world, session, cause, usage);
}

function writeEnd(world: RouterWorld, session: NasSession, cause: TerminateCause, { received, sent }: Usage): void {
  const { login, address, startedAt, endedAt = startedAt } = session;
  if (login.service === 'dhcp') {
    world.log.write('dhcp,info', `${login.calledId} deassigned ${address} for ${login.username}`);
    return;
  }
  if (login.service === 'hotspot') {
    world.log.write('hotspot,account,info,debug', `${login.username} (${address}): logged out: ${WHY[cause]}`);
    return;
  }
  const seconds = Math.round((endedAt - startedAt) / 1000);
  const from = `from ${login.line.mac}`;
  world.log.write('pppoe,ppp,info', `<pppoe-${login.username}>: terminating... - ${WHY[cause]}`);
  const packets = `${Math.floor(received / 820)} ${Math.floor(sent / 820)}`;
  world.log.write(
    'pppoe,ppp,info,account',
    `${login.username} logged out, ${seconds} ${received} ${sent} ${packets} ${from}`,
  );
}
