import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { AlarmCounts } from '#shared/alarm/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { Glyph } from '../ui/Glyph.tsx';
import mark from '../ui/mark.svg';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { useLive } from './live.tsx';
import { usePermission, useSession } from './session.tsx';

/** By work, not by module; only what exists. Counts say where somebody is needed. */
export function Rail(): JSX.Element {
  const session = useSession();
  const mayInspect = usePermission('inspector.view');
  const mayWatch = usePermission('alarm.view');
  const wall = createLiveView(useLive(), () => (mayWatch() ? { view: 'wall' } : undefined), AlarmCounts);
  const counts = (): AlarmCounts | undefined => wall.rows[0]?.fields;
  return (
    <nav class="rail" aria-label={say('rail.label')}>
      <A class="rail-home" href="/alarms">
        <img src={mark} alt="" width="20" height="20" />
        Lastmile
      </A>
      <A class="rail-item" href="/alarms">
        <Glyph name="bell" />
        {say('rail.now')}
        <Show when={counts()}>
          {(count) => (
            <Show
              when={count().critical > 0}
              fallback={
                <span class="rail-count number" title={sayCount('rail.unacknowledged', count().unacknowledged)}>
                  {count().unacknowledged > 0 ? sayNumber(count().unacknowledged) : ''}
                </span>
              }
            >
              <span class="rail-count urgent number" title={sayCount('rail.critical', count().critical)}>
                {sayNumber(count().critical)}
                <span class="visually-hidden">{sayCount('rail.critical', count().critical)}</span>
              </span>
            </Show>
          )}
        </Show>
      </A>
      <Show when={mayInspect()}>
        <A class="rail-item" href="/inspector">
          <Glyph name="system" />
          {say('rail.system')}
        </A>
      </Show>
      <p class="rail-tenant">{session.tenantName}</p>
    </nav>
  );
}
