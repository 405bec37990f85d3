import { useParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { SubscriptionDetail, SubscriptionTimelineEntry } from '#shared/subscription/view.ts';
import { LineRateChart } from '../lineRate/LineRateChart.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { LineTrouble } from '../troubleshooting/LineTrouble.tsx';
import { Banner } from '../ui/Banner.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Timeline } from '../ui/Timeline.tsx';
import { say } from '../words/words.ts';
import { createLineActions } from './createLineActions.tsx';
import { timelineFact } from './eventWords.ts';
import { StaticLinePanel } from './StaticLinePanel.tsx';
import './subscription.css';
import { SubscriptionAbout, SubscriptionAccess } from './SubscriptionFacts.tsx';
import { subscriptionLooks } from './subscriptionLooks.ts';
import { subscriptionPanels } from './subscriptionPanels.tsx';
import { SubscriptionStatePill } from './SubscriptionStatePill.tsx';
import { lineName, whyWords } from './subscriptionWords.ts';

const Row = z.union([SubscriptionDetail, SubscriptionTimelineEntry]);

/** One line: how it stands and why, what can be done, and what happened. */
export function SubscriptionScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const view = createLiveView(useLive(), () => ({ view: 'subscription', id: params.id as never }) as const, Row);
  const line = createMemo(() => view.rows.map(({ fields }) => fields).find((row) => 'terms' in row));
  const events = createMemo(() => view.rows.map(({ fields }) => fields).filter((row) => 'position' in row));
  useTrail(() => [
    { label: say('subscription.title'), href: '/subscriptions' },
    { label: line() ? lineName(line()!) : '' },
  ]);
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={line()}>{(present) => <Page id={params.id} line={present()} events={events()} />}</Match>
      <Match when={view.state === 'refused' || view.state === 'current'}>
        <EmptyState
          glyph="key"
          title={say('subscription.missing')}
          text={view.refusal?.message ?? say('subscription.missingText')}
        />
      </Match>
    </Switch>
  );
}

function Page(props: {
  id: string;
  line: SubscriptionDetail;
  events: readonly SubscriptionTimelineEntry[];
}): JSX.Element {
  const session = useSession();
  const actions = createLineActions(
    () => props.line,
    () => props.id,
  );
  const panels = () =>
    session.permissions.includes('session.view')
      ? subscriptionPanels.filter(({ ofRadius }) => ofRadius !== true || props.line.accessType !== 'static')
      : [];
  return (
    <ObjectPage
      kind={say('subscription.kind')}
      name={
        <>
          <span class="mono">{lineName(props.line)}</span>{' '}
          <Show when={props.line.protectedBy}>
            {(reason) => (
              <span title={reason()}>
                <Glyph name="lock" />
                <span class="visually-hidden">{say('subscription.protected')}</span>
              </span>
            )}
          </Show>
        </>
      }
      state={<SubscriptionStatePill state={props.line.state} />}
      actions={actions.main()}
      more={actions.more()}
      below={
        // What is served as it was sold needs no words.
        <Show when={props.line.state !== 'active' || props.line.tier !== 'full'}>
          <Banner tone={subscriptionLooks[props.line.state].tone} glyph={subscriptionLooks[props.line.state].glyph}>
            <p class="subscription-why">{whyWords(props.line)}</p>
          </Banner>
        </Show>
      }
      left={<SubscriptionAbout line={props.line} />}
      right={<SubscriptionAccess line={props.line} />}
    >
      <Show when={session.permissions.includes('session.view')}>
        <Section title={say(props.line.online ? 'subscription.connection' : 'trouble.why')}>
          <LineRateChart id={props.id} timeZone={props.line.terms.zone} />
          <LineTrouble id={props.id} line={props.line} timeZone={props.line.terms.zone} act={actions.remedy} />
        </Section>
      </Show>
      <Show when={props.line.accessType === 'static'}>
        <Section title={say('staticLine.title')}>
          <StaticLinePanel id={props.id} turn={props.events[0]?.position ?? 0} />
        </Section>
      </Show>
      <For each={panels()}>
        {({ title, panel: Panel }) => (
          <Section title={say(title)}>
            <div class="subscription-panel">
              <Panel subscriptionId={props.id} turn={props.events[0]?.position ?? 0} />
            </div>
          </Section>
        )}
      </For>
      <Section title={say('subscription.timeline')}>
        <Timeline
          facts={props.events.map((entry) => timelineFact(entry, props.line.terms.zone))}
          timeZone={props.line.terms.zone}
        />
      </Section>
      {actions.dialogs()}
    </ObjectPage>
  );
}
