import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { SessionDetail } from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Facts } from '../ui/Facts.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { say } from '../words/words.ts';
import './session.css';
import { sessionFacts } from './sessionFacts.tsx';
import { SessionReports } from './SessionReports.tsx';
import { SessionStatePill } from './SessionStatePill.tsx';

/** A session beside its list: what it is, and the reports it is made of. */
export function SessionPeek(props: { id: string; listed: SessionRow | undefined; onClose: () => void }): JSX.Element {
  const person = useSession();
  const detail = createFetched(
    (signal) => getJson(`/api/sessions/${props.id}`, SessionDetail, { signal }),
    () => [props.id, props.listed?.heardAt],
  );
  const row = (): SessionRow | undefined => props.listed ?? detail.data()?.session;
  return (
    <PeekPanel
      label={row()?.username ?? say('online.kind')}
      marks={<Show when={row()}>{(session) => <SessionStatePill session={session()} />}</Show>}
      title={<span class="mono">{row()?.username}</span>}
      href={`/sessions/${props.id}`}
      onClose={props.onClose}
      actions={
        <Show when={row()?.subscriptionId}>
          {(id) => <A href={`/subscriptions/${id()}`}>{say('online.openLine')}</A>}
        </Show>
      }
    >
      <Show when={row()?.unknownSince}>
        <Banner tone="unknown" glyph="stale">
          {say('online.state.unknownText')}
        </Banner>
      </Show>
      <Show when={row()?.startMissed}>
        <Banner tone="unknown" glyph="info">
          {say('online.startMissed')}
        </Banner>
      </Show>
      <Show when={row()}>{(session) => <Facts facts={sessionFacts(session(), person.timeZone)} />}</Show>
      <h3>{say('online.reports')}</h3>
      <SessionReports reports={detail.data()?.reports ?? []} timeZone={person.timeZone} />
    </PeekPanel>
  );
}
