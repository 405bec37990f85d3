import { AlarmCounts } from '#shared/alarm/view.ts';
import { NasCounts } from '#shared/nas/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { sayCount } from '../words/words.ts';
import { useLive } from './live.tsx';
import { usePermission } from './session.tsx';

/** How much of a place needs somebody. */
export interface PlaceCount {
  readonly count: number;
  /** Worth the colour of trouble. */
  readonly urgent: boolean;
  /** The count in words. */
  readonly label: string;
}

/** Live, by path. Zero is no count: calm has no figures. */
export function createPlaceCounts(): (path: string) => PlaceCount | undefined {
  const live = useLive();
  const mayWatch = usePermission('alarm.view');
  const mayRoute = usePermission('nas.view');
  const wall = createLiveView(live, () => (mayWatch() ? { view: 'wall' } : undefined), AlarmCounts);
  const routers = createLiveView(live, () => (mayRoute() ? { view: 'nas.counts' } : undefined), NasCounts);
  const counts: Readonly<Record<string, () => PlaceCount | undefined>> = {
    '/alarms': () => {
      const alarms = wall.rows[0]?.fields;
      if (!alarms) return undefined;
      const { critical, unacknowledged } = alarms;
      return critical > 0
        ? { count: critical, urgent: true, label: sayCount('rail.critical', critical) }
        : { count: unacknowledged, urgent: false, label: sayCount('rail.unacknowledged', unacknowledged) };
    },
    '/routers': () => {
      const present = routers.rows[0]?.fields;
      if (!present) return undefined;
      const { needSomeone, down } = present;
      return { count: needSomeone, urgent: down > 0, label: sayCount('rail.routers', needSomeone) };
    },
  };
  return (path) => {
    const count = counts[path]?.();
    return count && count.count > 0 ? count : undefined;
  };
}
