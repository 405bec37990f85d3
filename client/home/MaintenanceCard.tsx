import { Show, type JSX } from 'solid-js';
import { MaintenanceRow } from '#shared/maintenance/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { now } from '../ui/now.ts';
import { clockTime } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import { HomeCard, type HomeFigure } from './HomeCard.tsx';

const SHOWN = 3;

/** What runs, and what comes next; not there when nothing is planned. */
export function MaintenanceCard(): JSX.Element {
  const { timeZone } = useSession();
  const view = createLiveView(
    useLive(),
    () => ({
      view: 'maintenance.list',
      filter: { when: 'open', text: '' },
      window: { offset: 0, limit: SHOWN },
    }),
    MaintenanceRow,
  );
  const figureOf = (window: MaintenanceRow): HomeFigure => {
    const at = (time: number): string => clockTime(time, now(), timeZone);
    const running = window.state === 'running' || window.state === 'overrun';
    return {
      label: running
        ? say('home.maintenance.until', { time: at(window.to) })
        : say('home.maintenance.from', { time: at(window.from) }),
      value: window.title,
      href: `/maintenance/${window.id}`,
      ...(window.state === 'overrun' ? ({ tone: 'warning', glyph: 'warning' } as const) : {}),
      ...(window.state === 'running' ? ({ tone: 'maintenance', glyph: 'maintenance' } as const) : {}),
    };
  };
  return (
    <Show when={view.rows.length > 0}>
      <HomeCard
        names
        title={say('maintenance.title')}
        href="/maintenance"
        figures={view.rows.map(({ fields }) => figureOf(fields))}
      />
    </Show>
  );
}
