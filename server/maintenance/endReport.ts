import type { AlarmState } from '#actors/alarm/alarmState.ts';
import type { MaintenanceState } from '#actors/maintenance/maintenanceState.ts';
import { coversAlarm } from '#shared/maintenance/covers.ts';
import type { EndReport, NotBack } from '#shared/maintenance/values.ts';
import type { MaintainedThing } from './maintainedKind.ts';
import { reachOf } from './windowReach.ts';

export interface ReportParts {
  readonly window: MaintenanceState;
  readonly things: readonly MaintainedThing[];
  /** Standing in the tenant. */
  readonly alarms: readonly AlarmState[];
  readonly now: number;
}

const MOST_LINES = 1000;

/** Everything in the window's scope that is not as it should be: things that are down, alarms that stand. Worst first. */
export function notBack({ window, things, alarms, now }: ReportParts): readonly NotBack[] {
  const began = window.startedAt ?? window.fromAt;
  const affected = new Map((window.affected?.things ?? []).map((thing) => [`${thing.kind}/${thing.id}`, thing]));
  const down = things.flatMap((thing): NotBack[] => {
    const known = affected.get(`${thing.kind}/${thing.id}`);
    if (!known || thing.up !== false) return [];
    const { kind, id, name, state = 'down', since = now } = thing;
    return [{ kind, id, name, what: state, since, before: !known.wasUp }];
  });
  const reach = reachOf(window);
  const standing = alarms
    .filter((alarm) => coversAlarm(reach, alarm))
    .map(({ id, source, cause, text, raisedAt }): NotBack => ({
      kind: 'alarm',
      id,
      name: source,
      what: text === '' ? cause : text,
      since: raisedAt,
      before: raisedAt < began,
    }));
  return [...down, ...standing].toSorted((a, b) => Number(a.before) - Number(b.before) || a.since - b.since);
}

export function endReport(parts: ReportParts): EndReport {
  const lines = notBack(parts);
  return {
    madeAt: parts.now,
    notBack: lines.slice(0, MOST_LINES),
    total: lines.length,
    alarmsShelved: parts.alarms.filter(({ shelvedFor }) => shelvedFor === parts.window.id).length,
  };
}
