import type { ConfigTable, Values } from './configTable.ts';
import type { RouterWorld } from './routerWorld.ts';
import { subscriberSpeeds } from './subscriberPlan.ts';
import type { Rate } from './traffic.ts';

const NOTHING: Rate = { rx: 0, tx: 0 };
const MEAN_PACKET_BYTES = 820;
const MANY = 500;
const COARSE_MS = 2000;
const MOST_KNOWN = 16;

export const packetsOf = (bytes: number): string => String(Math.floor(bytes / MEAN_PACKET_BYTES));

/** Bit/s on an interface: a session's own, or for ports and VLANs the sum of who is behind them. */
export function interfaceRate(world: RouterWorld, name: string, at: number): Rate {
  const item = world.table('/interface').byName(name);
  if (!item || item.values['disabled'] === 'yes' || item.values['cable'] === 'no') return NOTHING;
  const { type, user } = item.values;
  if (item.values['silent'] === 'yes') return NOTHING;
  if (type === 'pppoe-in') return customerRate(world, user ?? name, item.values['rate-limit'] ?? '', at);
  const total = totalRate(world, at);
  // What customers send arrives on their side and leaves by the uplink.
  if (item.values['uplink'] === 'yes') return { rx: total.tx, tx: total.rx };
  const share = Number(item.values['share'] ?? 0);
  return { rx: total.rx * share, tx: total.tx * share };
}

/** Everything customers move now. */
export function totalRate(world: RouterWorld, at: number): Rate {
  const people = world.table('/ppp/active').size + world.table('/ip/hotspot/active').size;
  // With thousands of them the sum is worked out for every other second only.
  const moment = people > MANY ? Math.floor(at / COARSE_MS) * COARSE_MS : at;
  let known = lately.get(world);
  if (!known) lately.set(world, (known = new Map<number, Rate>()));
  const rate = known.get(moment) ?? summed(world, moment);
  known.set(moment, rate);
  for (const old of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(old);
  }
  return rate;
}

function summed(world: RouterWorld, at: number): Rate {
  let [rx, tx] = [0, 0];
  const add = (rate: Rate): void => {
    rx += rate.rx;
    tx += rate.tx;
  };
  for (const { values } of sessions(world.table('/interface')))
    if (values['silent'] !== 'yes') add(customerRate(world, values['user'] ?? '', values['rate-limit'] ?? '', at));
  for (const { values } of world.table('/ip/hotspot/active').all()) add(guestRate(world, values, at));
  const limit = world.personality.model.forwardsBps * 0.94;
  return { rx: Math.min(rx + 4_000, limit), tx: Math.min(tx + 6_000, limit) };
}

/** What a hotspot guest moves now. */
export function guestRate(world: RouterWorld, values: Values, at: number): Rate {
  if (values['silent'] === 'yes') return NOTHING;
  const limit = values['rate-limit'] ?? '';
  const { down, up } = limit === '' ? { down: 6e6, up: 2e6 } : subscriberSpeeds(limit);
  return world.traffic.customer(values['user'] ?? '', down, up, at);
}

/** The sum is asked for by every port of one print, for the same few moments. */
const lately = new WeakMap<RouterWorld, Map<number, Rate>>();

const sessions = (interfaces: ConfigTable) => interfaces.all().filter(({ values }) => values['type'] === 'pppoe-in');

function customerRate(world: RouterWorld, user: string, rateLimit: string, at: number): Rate {
  const { down, up } = subscriberSpeeds(rateLimit);
  return world.traffic.customer(user, down, up, at);
}
