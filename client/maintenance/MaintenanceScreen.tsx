import { A, useParams } from '@solidjs/router';
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { MaintenanceDetail, MaintenanceThing } from '#shared/maintenance/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { now } from '../ui/now.ts';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { absolute, clockTime } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { AffectedList } from './AffectedList.tsx';
import { EndReport } from './EndReport.tsx';
import './maintenance.css';
import { MaintenanceActions } from './MaintenanceActions.tsx';
import { MaintenanceStatePill } from './MaintenanceStatePill.tsx';
import { span } from './maintenanceWords.ts';

const Row = z.union([MaintenanceDetail, MaintenanceThing]);

/** One window: what it is, what it affects now, who was told, and at its end what is not back. */
export function MaintenanceScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const view = createLiveView(useLive(), () => ({ view: 'maintenance', id: params.id as never }) as const, Row);
  const window = createMemo(() => view.rows.map(({ fields }) => fields).find((row) => 'scopeNames' in row));
  const things = createMemo(() => view.rows.map(({ fields }) => fields).filter((row) => 'thingId' in row));
  useTrail(() => [{ label: say('maintenance.title'), href: '/maintenance' }, { label: window()?.title ?? '' }]);
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={window()}>{(present) => <Page window={present()} things={things()} />}</Match>
      <Match when={view.state === 'refused' || view.state === 'current'}>
        <EmptyState
          glyph="maintenance"
          title={say('maintenance.missing')}
          text={view.refusal?.message ?? say('maintenance.missingText')}
        />
      </Match>
    </Switch>
  );
}

function Page(props: { window: MaintenanceDetail; things: readonly MaintenanceThing[] }): JSX.Element {
  const { timeZone } = useSession();
  const since = (): number | undefined =>
    props.window.endedAt ?? props.window.overranAt ?? props.window.startedAt ?? undefined;
  return (
    <ObjectPage
      kind={say('maintenance.title')}
      name={props.window.title}
      state={
        <MaintenanceStatePill
          state={props.window.state}
          since={since() === undefined ? undefined : { at: since() ?? 0, timeZone }}
        />
      }
      actions={<MaintenanceActions window={props.window} />}
      below={
        <Show when={props.window.conflicting.length > 0}>
          <Banner tone="warning" glyph="warning">
            {sayCount('maintenance.conflicts', props.window.conflicting.length)}:{' '}
            <For each={props.window.conflicting}>
              {(other) => (
                <>
                  <A href={`/maintenance/${other.id}`}>{other.title}</A> ({span(other.from, other.to, timeZone)}){' '}
                </>
              )}
            </For>
          </Banner>
        </Show>
      }
      left={<About window={props.window} timeZone={timeZone} />}
      right={<Told window={props.window} timeZone={timeZone} />}
    >
      <Show when={props.window.report}>
        {(report) => <EndReport window={props.window} report={report()} timeZone={timeZone} />}
      </Show>
      <AffectedList window={props.window} things={props.things} />
    </ObjectPage>
  );
}

function About(props: { window: MaintenanceDetail; timeZone: string }): JSX.Element {
  const at = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : clockTime(time, now(), props.timeZone);
  const exact = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : absolute(time, props.timeZone);
  const window = (): MaintenanceDetail => props.window;
  return (
    <>
      <Facts
        facts={[
          { label: say('maintenance.from'), value: at(window().from), title: exact(window().from) },
          { label: say('maintenance.to'), value: at(window().to), title: exact(window().to) },
          ...(window().firstTo === window().to
            ? []
            : [{ label: say('maintenance.planned'), value: at(window().firstTo), title: exact(window().firstTo) }]),
          ...(window().startedAt === undefined
            ? []
            : [{ label: say('maintenance.began'), value: at(window().startedAt), title: exact(window().startedAt) }]),
          ...(window().endedAt === undefined
            ? []
            : [{ label: say('maintenance.endedAt'), value: at(window().endedAt), title: exact(window().endedAt) }]),
          { label: say('maintenance.owner'), value: window().ownerName },
          { label: say('maintenance.plannedBy'), value: window().plannedByName },
          { label: say('maintenance.within'), value: window().branchName ?? say('maintenance.wholeCompany') },
          { label: say('maintenance.scope'), value: window().scopeNames.join(', ') },
          { label: say('maintenance.quiet'), value: sayNumber(window().shelved) },
        ]}
      />
      <Section title={say('maintenance.reason')}>
        <p>{window().reason}</p>
      </Section>
      <Show when={window().impact}>
        <Section title={say('maintenance.impact')}>
          <p>{window().impact}</p>
        </Section>
      </Show>
      <Show when={window().outcome}>
        {(outcome) => (
          <Section title={say('maintenance.outcome')}>
            <p>{outcome()}</p>
          </Section>
        )}
      </Show>
    </>
  );
}

function Told(props: { window: MaintenanceDetail; timeZone: string }): JSX.Element {
  return (
    <Section title={say('maintenance.told')}>
      <Show when={props.window.told.length > 0} fallback={<p class="faint">{say('maintenance.toldNobody')}</p>}>
        <ul class="maintenance-list">
          <For each={props.window.told}>
            {(told) => (
              <li>
                <span>
                  {told.name} <span class="muted">{say(`maintenance.told.${told.about}`)}</span>
                </span>
                <span class="faint number" title={absolute(told.at, props.timeZone)}>
                  {told.sent ? clockTime(told.at, now(), props.timeZone) : say('maintenance.toldNot')}
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Section>
  );
}
