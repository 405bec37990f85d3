import { NasCommandRefused } from '../../nasCommandError.ts';
import type { NasWire } from '../../nasDriver.ts';
import type { ReadMenus, Row } from './compareConfiguration.ts';

/** Each menu once, one after the other. A menu that this router does not have is left out. */
export async function readMenus(wire: NasWire, menus: Iterable<string>, signal: AbortSignal): Promise<ReadMenus> {
  const read = new Map<string, readonly Row[] | undefined>();
  for (const menu of new Set(menus)) {
    const rows = await readMenu(wire, menu, signal);
    if (rows !== 'absent') read.set(menu, rows);
  }
  return read;
}

/** Undefined when the login may not read it. */
async function readMenu(
  wire: NasWire,
  menu: string,
  signal: AbortSignal,
): Promise<readonly Row[] | 'absent' | undefined> {
  try {
    const { rows } = await wire.run({ path: `${menu}/print` }, { signal });
    // Made by the router itself, and gone with what it was made for.
    return rows.filter(({ dynamic }) => dynamic !== 'true' && dynamic !== 'yes');
  } catch (error) {
    if (!(error instanceof NasCommandRefused)) throw error;
    return error.missing ? 'absent' : undefined;
  }
}
