import { NAS } from '#actors/nas/nasActor.ts';
import type { MaintainedThing } from '../maintenance/maintenanceFeature.ts';
import { alarmSourceOf } from './nasAlarms.ts';
import type { NasEntry } from './nasEntry.ts';
import type { StoredNas } from './storedNas.ts';

/** A router as maintenance windows know it, without how it is. */
export function maintainedNas(nas: StoredNas): MaintainedThing {
  return { kind: NAS, id: nas.id, name: nas.name, branchId: nas.branchId ?? undefined, sources: [alarmSourceOf(nas)] };
}

/** The same with how it is beneath the word "maintenance"; nothing is said of one that nobody watches. */
export function maintainedEntry({ record, status, since }: NasEntry): MaintainedThing {
  if (!record.monitored || status === undefined) return maintainedNas(record);
  const up = status.state === 'up' || status.state === 'degraded';
  return { ...maintainedNas(record), up, state: status.error ?? status.state, since };
}
