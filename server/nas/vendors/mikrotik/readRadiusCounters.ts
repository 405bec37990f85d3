import type { RadiusCounters } from '#shared/nas/radiusTest.ts';
import { wholeNumber } from '../../../platform/transport/routeros/rowValues.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasReplyRow, NasWire } from '../nasDriver.ts';
import { OWN_COMMENT } from './onboarding/wantedItem.ts';

/** Of the servers that are ours, what the router counted since it started (MikroTik: RADIUS, monitor). */
export async function readRadiusCounters(wire: NasWire, signal: AbortSignal): Promise<readonly RadiusCounters[]> {
  const attributes = { '.proplist': '.id,address,disabled,comment' };
  const { rows } = await wire.run(
    { path: '/radius/print', attributes, queries: [`comment=${OWN_COMMENT}`] },
    { signal },
  );
  const counters: RadiusCounters[] = [];
  for (const { '.id': id, address = '', disabled } of rows) {
    if (id === undefined || disabled === 'true' || disabled === 'yes') continue;
    const row = await monitored(wire, id, signal);
    if (row) counters.push(countersOf(address, row));
  }
  return counters;
}

/** Undefined: the entry is gone meanwhile. */
async function monitored(wire: NasWire, id: string, signal: AbortSignal): Promise<NasReplyRow | undefined> {
  try {
    const { rows } = await wire.run({ path: '/radius/monitor', attributes: { '.id': id, once: '' } }, { signal });
    return rows[0];
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return undefined;
    throw error;
  }
}

function countersOf(server: string, row: NasReplyRow): RadiusCounters {
  const figure = (name: string): number => wholeNumber(row[name]) ?? 0;
  return {
    ...{ server, requests: figure('requests'), accepts: figure('accepts'), rejects: figure('rejects') },
    ...{ resends: figure('resends'), timeouts: figure('timeouts'), badReplies: figure('bad-replies') },
  };
}
