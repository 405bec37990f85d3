import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import { SessionDetail } from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { now } from '../ui/now.ts';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { absolute, duration } from '../ui/relativeTime.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';
import './session.css';
import { ipv6Of } from './sessionColumns.tsx';
import { SessionStatePill } from './SessionStatePill.tsx';

/** A session beside its list: what it is, and the reports it is made of. */
export function SessionPeek(props: { id: string; listed: SessionRow | undefined; onClose: () => void }): JSX.Element {
  const person = useSession();
  const detail = createFetched(
    (signal) => getJson(`/api/sessions/${props.id}`, SessionDetail, { signal }),
    () => [props.id, props.listed?.heardAt],
  );
  const row = (): SessionRow | undefined => props.listed ?? detail.data()?.session;
  const fact = (label: string, value: JSX.Element, mono = false): Fact => ({ label, value, mono });
  const facts = (session: SessionRow): Fact[] =>
    [
      fact(say('online.column.started'), duration((session.endedAt ?? now()) - session.startedAt)),
      fact(say('online.find.from'), absolute(session.startedAt, person.timeZone)),
      fact(say('online.column.ended'), session.endedAt && absolute(session.endedAt, person.timeZone)),
      fact(say('online.column.cause'), session.endCause && say(`online.cause.${session.endCause}`)),
      fact(say('online.column.down'), withUnit(session.octetsOut, 'bytes')),
      fact(say('online.column.up'), withUnit(session.octetsIn, 'bytes')),
      fact(say('online.column.address'), session.ipv4, true),
      fact(say('online.column.prefix'), ipv6Of(session), true),
      fact(say('online.column.mac'), session.mac ?? session.calling, true),
      fact(say('online.column.router'), <A href={`/routers/${session.nasId}`}>{session.nasName}</A>),
      fact(say('online.column.port'), session.nasPort),
      fact(say('online.column.service'), session.service),
      fact(say('online.column.id'), session.acctSessionId, true),
      fact(say('online.column.heard'), <Age at={session.heardAt} timeZone={person.timeZone} />),
    ].filter(({ value }) => value !== undefined && value !== '');
  return (
    <PeekPanel
      label={row()?.username ?? say('online.kind')}
      marks={<Show when={row()}>{(session) => <SessionStatePill session={session()} />}</Show>}
      title={<span class="mono">{row()?.username}</span>}
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
      <Show when={row()}>{(session) => <Facts facts={facts(session())} />}</Show>
      <h3>{say('online.reports')}</h3>
      <ol class="session-reports">
        <For each={detail.data()?.reports}>
          {(report) => (
            <li>
              <span>{say(`online.reportKind.${report.kind}`)}</span>
              <span class="number muted">{absolute(report.receivedAt, person.timeZone)}</span>
              <span class="number">
                {report.octetsOut === undefined ? '–' : withUnit(report.octetsOut, 'bytes')}
                {' / '}
                {report.octetsIn === undefined ? '–' : withUnit(report.octetsIn, 'bytes')}
              </span>
            </li>
          )}
        </For>
      </ol>
    </PeekPanel>
  );
}
