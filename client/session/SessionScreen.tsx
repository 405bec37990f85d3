import { A, useParams } from '@solidjs/router';
import { createMemo, createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import type { SessionDetail } from '#shared/session/history.ts';
import type { SessionRow } from '#shared/session/view.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Timeline } from '../ui/Timeline.tsx';
import { say, sayNumber } from '../words/words.ts';
import { EndSessionDialog } from './EndSessionDialog.tsx';
import './session.css';
import { SessionCharts } from './SessionCharts.tsx';
import { sessionFacts } from './sessionFacts.tsx';
import { createSessionPage, type SessionPage } from './sessionPage.ts';
import { SessionReports } from './SessionReports.tsx';
import { SessionStatePill } from './SessionStatePill.tsx';
import { sessionTimeline } from './sessionTimeline.ts';

/** One session: whose, where, how fast, what happened to it; it can be ended from here. */
export function SessionScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const page = createSessionPage(() => params.id);
  useTrail(() => [{ label: say('online.title'), href: '/sessions' }, { label: page.session()?.username ?? '' }]);
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={page.session()}>{(session) => <Page page={page} session={session()} />}</Match>
      <Match when={page.detail.trouble()}>
        {(why) => <EmptyState glyph="search" title={say('online.missing')} text={why()} />}
      </Match>
    </Switch>
  );
}

function Page(props: { page: SessionPage; session: SessionRow }): JSX.Element {
  const person = useSession();
  const [ending, setEnding] = createSignal(false);
  const reports = createMemo(() => props.page.detail.data()?.reports ?? []);
  const mayEnd = (): boolean => person.permissions.includes('nas.operate') && props.session.endedAt === undefined;
  return (
    <ObjectPage
      kind={say('online.kind')}
      name={<span class="mono">{props.session.username}</span>}
      state={<SessionStatePill session={props.session} />}
      actions={
        <Show when={mayEnd()}>
          <Button look="danger" onClick={() => setEnding(true)}>
            {say('online.end')}
          </Button>
        </Show>
      }
      below={<Doubts session={props.session} />}
      left={<Facts facts={sessionFacts(props.session, person.timeZone)} />}
      right={
        <Section title={say('online.line')}>
          <Facts facts={lineFacts(props.session, props.page.detail.data())} />
        </Section>
      }
    >
      <SessionCharts reports={reports()} timeZone={person.timeZone} />
      <Section title={say('online.timeline')}>
        <Timeline facts={sessionTimeline(props.session, reports(), props.page.acts())} timeZone={person.timeZone} />
      </Section>
      <Section title={say('online.reports')}>
        <SessionReports reports={reports()} timeZone={person.timeZone} />
      </Section>
      <Show when={ending()}>
        <EndSessionDialog id={props.session.id} name={props.session.username} onClose={() => setEnding(false)} />
      </Show>
    </ObjectPage>
  );
}

/** What is not certain about it. */
function Doubts(props: { session: SessionRow }): JSX.Element {
  return (
    <>
      <Show when={props.session.unknownSince !== undefined && props.session.endedAt === undefined}>
        <Banner tone="unknown" glyph="stale">
          {say('online.state.unknownText')}
        </Banner>
      </Show>
      <Show when={props.session.startMissed}>
        <Banner tone="unknown" glyph="info">
          {say('online.startMissed')}
        </Banner>
      </Show>
    </>
  );
}

/** Whose it is, and whether its router knows the newest policy. */
function lineFacts({ subscriptionId }: SessionRow, detail: SessionDetail | undefined): Fact[] {
  const line = detail?.line;
  if (detail === undefined) return [];
  if (line === undefined) return [{ label: say('online.openedBy'), value: say('online.lineNone') }];
  const [version, newest] = [sayNumber(detail.policyVersion), sayNumber(line.policyVersion)];
  const current = detail.policyVersion >= line.policyVersion;
  return [
    { label: say('online.customer'), value: line.customer },
    {
      label: say('online.column.username'),
      value: <A href={`/subscriptions/${subscriptionId}`}>{line.name}</A>,
      mono: true,
    },
    {
      label: say('online.policy'),
      value: current ? say('online.policyCurrent', { version }) : say('online.policyOld', { version, newest }),
    },
  ];
}
