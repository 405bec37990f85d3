import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { AlarmRow } from '#shared/alarm/view.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { SeverityMark } from '../alarm/SeverityMark.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { say } from '../words/words.ts';
import './nas.css';

const MOST = 12;

/** Standing alarms that name this router, latest first. */
export function NasAlarms(props: { name: string }): JSX.Element {
  const session = useSession();
  const request = (): ViewRequest | undefined =>
    session.permissions.includes('alarm.view')
      ? {
          view: 'alarms',
          filter: { severities: [], states: [], text: props.name, mine: false },
          sort: 'newest',
          window: { offset: 0, limit: MOST },
        }
      : undefined;
  const view = createLiveView(useLive(), request, AlarmRow);
  return (
    <Section
      title={say('nas.alarms')}
      end={<A href={`/alarms?q=${encodeURIComponent(props.name)}`}>{say('alarm.list')}</A>}
    >
      <ul class="nas-alarms">
        <For
          each={view.rows}
          fallback={
            <Show when={view.state === 'current'}>
              <li class="faint">{say('alarm.empty')}</li>
            </Show>
          }
        >
          {({ id, fields }) => (
            <li>
              <SeverityMark severity={fields.severity} />
              <A href={`/alarms?alarm=${id}`}>{fields.text}</A>
              <Age at={fields.raisedAt} timeZone={session.timeZone} bare />
            </li>
          )}
        </For>
      </ul>
    </Section>
  );
}
