import type { NasService } from '#shared/nas/values.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasActiveReading, NasWire, SessionRates } from '../nasDriver.ts';
import { parseActive } from './mikrotikParse.ts';

export const activeMenus: Readonly<Record<NasService, string>> = { ppp: '/ppp/active', hotspot: '/ip/hotspot/active' };
const COOKIES = '/ip/hotspot/cookie';

export async function findSession(
  wire: NasWire,
  service: NasService,
  id: string,
  signal: AbortSignal,
): Promise<NasActiveReading | undefined> {
  const { rows } = await wire.run({ path: `${activeMenus[service]}/print`, queries: [`.id=${id}`] }, { signal });
  const [row] = rows;
  return row && parseActive(service, row);
}

/** Up to so many are asked for by name; the whole list is cheaper beyond. */
const MOST_BY_NAME = 16;
const LIST_WITHIN_MS = 30_000;

export async function sessionsNamed(
  wire: NasWire,
  service: NasService,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasActiveReading[]> {
  const field = service === 'ppp' ? 'name' : 'user';
  // `?a ?b ?#|`: either of them (MikroTik: API, Queries).
  const either = Array.from({ length: Math.max(0, names.length - 1) }, () => '#|');
  const queries = names.length > MOST_BY_NAME ? [] : [...names.map((name) => `${field}=${name}`), ...either];
  const { rows } = await wire.run(
    { path: `${activeMenus[service]}/print`, queries },
    { signal, withinMs: LIST_WITHIN_MS },
  );
  const wanted = new Set(names);
  return rows.map((row) => parseActive(service, row)).filter(({ name }) => wanted.has(name));
}

/** What is gone meanwhile is as good as removed. */
export async function endSession(wire: NasWire, service: NasService, id: string, signal: AbortSignal): Promise<void> {
  await removeFrom(wire, activeMenus[service], id, signal);
}

/** Without its cookie the guest's equipment would be let in again at once (MikroTik: Hotspot, Cookies). */
export async function forgetGuest(wire: NasWire, mac: string, signal: AbortSignal): Promise<void> {
  const { rows } = await wire.run({ path: `${COOKIES}/print`, queries: [`mac-address=${mac}`] }, { signal });
  for (const { '.id': id } of rows) if (id !== undefined) await removeFrom(wire, COOKIES, id, signal);
}

async function removeFrom(wire: NasWire, menu: string, id: string, signal: AbortSignal): Promise<void> {
  try {
    await wire.run({ path: `${menu}/remove`, attributes: { '.id': id } }, { signal });
  } catch (error) {
    if (!(error instanceof NasCommandRefused && error.missing)) throw error;
  }
}

const RATE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, M: 1_000_000, G: 1_000_000_000 };

/**
 * What the dynamic queue of a PPP session limits it to; undefined without a queue. The first figure is what the router
 * receives, which is what the customer sends (MikroTik: Queues, max-limit).
 */
export async function sessionRates(
  wire: NasWire,
  username: string,
  signal: AbortSignal,
): Promise<SessionRates | undefined> {
  const attributes = { '.proplist': 'name,max-limit' };
  const queries = [`name=<pppoe-${username}>`];
  const { rows } = await wire.run({ path: '/queue/simple/print', attributes, queries }, { signal });
  const [up, down] = (rows[0]?.['max-limit'] ?? '').split('/').map(parseBps);
  return up === undefined || down === undefined ? undefined : { upBps: up, downBps: down };
}

function parseBps(text: string): number | undefined {
  const [, figure, unit = ''] = /^(\d+)([kMG]?)$/.exec(text) ?? [];
  return figure === undefined ? undefined : Number(figure) * RATE_UNITS[unit]!;
}
