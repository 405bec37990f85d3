import { A } from '@solidjs/router';
import { createEffect, createSignal, For, on, Show, type JSX } from 'solid-js';
import { SessionPage } from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { getJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { now } from '../ui/now.ts';
import { absolute, duration } from '../ui/relativeTime.ts';
import { withUnit } from '../ui/units.ts';
import { dateFormat } from '../words/formats.ts';
import { locale, say } from '../words/words.ts';
import './session.css';
import { SessionStatePill } from './SessionStatePill.tsx';

/** The sessions of a line, newest first; older ones on demand. `turn` changes when it is worth looking again. */
export function LineSessions(props: { subscriptionId: string; turn?: unknown }): JSX.Element {
  const person = useSession();
  const [sessions, setSessions] = createSignal<readonly SessionRow[]>([]);
  const [next, setNext] = createSignal<number>();
  const [loaded, setLoaded] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const load = async (before?: number): Promise<void> => {
    try {
      const query = before === undefined ? '' : `&before=${before}`;
      const page = await getJson(`/api/subscriptions/${props.subscriptionId}/sessions?limit=25${query}`, SessionPage);
      setSessions(before === undefined ? page.sessions : [...sessions(), ...page.sessions]);
      setNext(page.next);
      setTrouble(undefined);
      setLoaded(true);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  createEffect(on([() => props.subscriptionId, () => props.turn], () => void load()));
  return (
    <section class="session-line" aria-label={say('online.history')}>
      <Show when={trouble()}>{(why) => <ErrorState title={say('online.history')} text={why()} />}</Show>
      <Show when={loaded() && sessions().length === 0}>
        <EmptyState glyph="live" title={say('online.historyNone')} text={say('online.historyNoneText')} />
      </Show>
      <Show when={sessions().length > 0}>
        <div class="session-scroll">
          <table class="session-top number">
            <thead>
              <tr>
                <th scope="col">{say('online.find.from')}</th>
                <th scope="col">{say('online.column.state')}</th>
                <th scope="col">{say('online.column.started')}</th>
                <th scope="col">{say('online.column.address')}</th>
                <th scope="col" class="end">
                  {say('online.column.down')} / {say('online.column.up')}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={sessions()}>{(session) => <Line session={session} timeZone={person.timeZone} />}</For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={next()}>{(before) => <Button onClick={() => void load(before())}>{say('online.more')}</Button>}</Show>
    </section>
  );
}

function Line(props: { session: SessionRow; timeZone: string }): JSX.Element {
  const beginning = (): string =>
    dateFormat(locale(), {
      timeZone: props.timeZone,
      ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    }).format(props.session.startedAt);
  return (
    <tr>
      <td>
        <A href={`/sessions/${props.session.id}`} title={absolute(props.session.startedAt, props.timeZone)}>
          {beginning()}
        </A>
      </td>
      <td>
        <Show when={props.session.endCause} fallback={<SessionStatePill session={props.session} />}>
          {(cause) => say(`online.cause.${cause()}`)}
        </Show>
      </td>
      <td>{duration((props.session.endedAt ?? now()) - props.session.startedAt)}</td>
      <td>
        <span class="mono">{props.session.ipv4 ?? '–'}</span>
        <br />
        <span class="muted">{props.session.nasName ?? '–'}</span>
      </td>
      <td class="end">
        {withUnit(props.session.octetsOut, 'bytes')} / {withUnit(props.session.octetsIn, 'bytes')}
      </td>
    </tr>
  );
}
