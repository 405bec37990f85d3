import { z } from 'zod';
import type { ControlRoute } from '../controlServer.ts';
import { nasNamed, parsed, routersNamed } from './controlTargets.ts';
import { inUnits } from './mikrotik/duration.ts';
import { usualRedial } from './mikrotik/radius/redial.ts';
import type { MikrotikRouter } from './mikrotik/router.ts';
import type { NasNetwork } from './nasNetwork.ts';
import { goodPath } from './radius/packetPath.ts';

/** By this the product knows its own records on a router. */
const OWN_COMMENT = 'lastmile';
const Names = z.object({ names: z.array(z.string()).max(5000).optional() });
const port = z.int().min(1).max(65_535);
const Settings = Names.extend({
  servers: z
    .array(
      z.object({
        address: z.string().min(1),
        secret: z.string().min(1),
        authenticationPort: port.default(1812),
        accountingPort: port.default(1813),
        timeoutMs: z.int().min(10).max(60_000).default(3000),
        isBackup: z.boolean().default(false),
      }),
    )
    .max(8),
  /** Of CoA and Disconnect; null: not taken. */
  incomingPort: port.nullable().default(3799),
  interimSeconds: z.int().min(0).max(86_400).default(300),
});
const share = z.number().min(0).max(1).default(0);
const Path = Names.extend({
  loss: share,
  duplicate: share,
  reorder: share,
  delayMs: z.number().min(0).max(60_000).default(0),
  jitterMs: z.number().min(0).max(60_000).default(0),
});
const Storm = Names.extend({
  seconds: z.number().min(0.1).max(3600).default(60),
  /** reboot: routers lose power for a second · lost-carrier: every session ends with a stop · dial: whoever is offline dials */
  how: z.enum(['reboot', 'lost-carrier', 'dial']).default('reboot'),
});
const milliseconds = z.number().min(0).max(86_400_000);
const span = z.object({ leastMs: milliseconds, mostMs: milliseconds });
const Redial = Names.extend({
  first: span.default(usualRedial.first),
  again: span.default(usualRedial.again),
  refused: span.default(usualRedial.refused),
  meanStayMs: milliseconds.default(usualRedial.meanStayMs),
  meanAwayMs: milliseconds.default(usualRedial.meanAwayMs),
});
const Clock = z.object({ name: z.string(), aheadSeconds: z.number().min(-1e10).max(1e10) });

/** How routers and servers of RADIUS find each other, and what goes wrong between them. */
export function radiusControls(network: NasNetwork): Readonly<Record<string, ControlRoute>> {
  return {
    'POST /nas/radius': (body) => {
      const { names, ...settings } = parsed(Settings, body);
      for (const router of routersNamed(network, names)) setUp(router, settings);
    },
    'POST /nas/path': (body) => {
      const { names, ...faults } = parsed(Path, body);
      const isGood = Object.values(faults).every((value) => value === 0);
      for (const { radius } of routersNamed(network, names)) radius.path.faults = isGood ? goodPath : faults;
    },
    'POST /nas/redial': (body) => {
      const { names, ...times } = parsed(Redial, body);
      for (const { lines } of routersNamed(network, names)) lines.redial.times = times;
    },
    'POST /nas/clock': (body) => {
      const { name, aheadSeconds } = parsed(Clock, body);
      nasNamed(network, name).device.router.skewMs = aheadSeconds * 1000;
    },
    'POST /nas/storm': (body) => {
      const { names, how, seconds } = parsed(Storm, body);
      const devices = names
        ? names.map((name) => nasNamed(network, name).device)
        : network.routers.map((nas) => nas.device);
      const dialling = devices.map((device) => device.storm(how, seconds * 1000));
      return { sessions: dialling.reduce((sum, count) => sum + count, 0) };
    },
  };
}

/** As the product's own script would, so that it finds what it looks for. */
function setUp(router: MikrotikRouter, settings: Omit<z.infer<typeof Settings>, 'names'>): void {
  const { servers, incomingPort, interimSeconds } = settings;
  const radius = router.table('/radius');
  for (const item of radius.all()) if (item.values['comment'] === OWN_COMMENT) radius.remove(item);
  for (const server of servers)
    radius.add({
      address: server.address,
      service: 'ppp,hotspot,dhcp',
      secret: server.secret,
      'authentication-port': String(server.authenticationPort),
      'accounting-port': String(server.accountingPort),
      timeout: inUnits(server.timeoutMs),
      'accounting-backup': server.isBackup ? 'yes' : 'no',
      'src-address': router.site.address,
      comment: OWN_COMMENT,
    });
  const set = (path: string, values: Record<string, string>): void => {
    const table = router.table(path);
    table.set(table.single, values);
  };
  set('/radius/incoming', incomingPort === null ? { accept: 'no' } : { accept: 'yes', port: String(incomingPort) });
  set('/ppp/aaa', { 'use-radius': 'yes', accounting: 'yes', 'interim-update': inUnits(interimSeconds * 1000) });
  const profiles = router.table('/ip/hotspot/profile');
  const hotspot = { 'use-radius': 'yes', 'radius-accounting': 'yes', 'radius-interim-update': 'received' };
  for (const item of profiles.all()) profiles.set(item, hotspot);
}
