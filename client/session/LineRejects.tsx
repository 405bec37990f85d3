import { For, Show, type JSX } from 'solid-js';
import { Rejects } from '#shared/session/history.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say, sayCount } from '../words/words.ts';
import './session.css';

/** When and why a line was refused in the last 31 days; `reason` puts a reason of the RADIUS server into words. */
export function LineRejects(props: {
  subscriptionId: string;
  turn?: unknown;
  reason: (reason: string) => string;
}): JSX.Element {
  const person = useSession();
  const found = createFetched(
    (signal) => getJson(`/api/subscriptions/${props.subscriptionId}/rejects`, Rejects, { signal }),
    () => [props.subscriptionId, props.turn],
  );
  return (
    <section aria-label={say('online.rejects')}>
      <Show when={found.trouble()}>{(why) => <ErrorState title={say('online.rejects')} text={why()} />}</Show>
      <Show when={found.data()?.rejects.length === 0}>
        <EmptyState glyph="acknowledged" title={say('online.rejectsNone')} text="" />
      </Show>
      <ol class="session-reports">
        <For each={found.data()?.rejects}>
          {(reject) => (
            <li>
              <span class="number">{sayCount('online.rejectTimes', reject.times)}</span>
              <span>
                {props.reason(reject.reason)}{' '}
                <span class="muted mono">
                  {[reject.username, reject.mac, reject.nasName].filter(Boolean).join(' · ')}
                </span>
              </span>
              <span class="number muted">{absolute(reject.lastAt, person.timeZone)}</span>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}
