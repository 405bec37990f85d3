import type { NasService } from '#shared/nas/values.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasActiveReading, NasWire } from '../nasDriver.ts';
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
