import { useParams } from '@solidjs/router';
import { createMemo, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { BulkJobDetail, type BulkSummary } from '#shared/bulk/job.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { post, postAnswer, put } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { ObjectPage, Section } from '../ui/ObjectPage.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Progress } from '../ui/Progress.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber, sayProblem } from '../words/words.ts';
import './bulk.css';
import { jobLooks } from './bulkLooks.ts';
import { BulkRows } from './BulkRows.tsx';
import { bulkSteps } from './bulkSteps.ts';
import { bulkTitle } from './bulkTitle.ts';
import { MappingForm } from './MappingForm.tsx';

/** One job, from its file or preview to its result. */
export function BulkJobScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const view = createLiveView(useLive(), () => ({ view: 'bulk.job', id: params.id as never }) as const, BulkJobDetail);
  const job = createMemo(() => view.rows[0]?.fields);
  useTrail(() => [{ label: say('bulk.title'), href: '/bulk' }, { label: job() ? bulkTitle(job()!) : '' }]);
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={job()}>{(present) => <Page id={params.id} job={present()} />}</Match>
      <Match when={view.state === 'refused' || view.state === 'current'}>
        <EmptyState
          glyph="upload"
          title={say('bulk.missing')}
          text={view.refusal?.message ?? say('bulk.missingText')}
        />
      </Match>
    </Switch>
  );
}

async function orTell(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
  }
}

function Page(props: { id: string; job: BulkJobDetail }): JSX.Element {
  const { timeZone } = useSession();
  const [undoing, setUndoing] = createSignal(false);
  const path = (act: string): string => `/api/bulk/jobs/${props.id}/${act}`;
  const start = (): Promise<void> =>
    orTell(async () => {
      const { body } = await postAnswer(path('start'), {});
      if (ApprovalNeeded.safeParse(body).success) showToast({ text: say('admin.waitsForSecond'), tone: 'done' });
    });
  const state = () => props.job.state;
  const open = (): boolean => ['draft', 'checking', 'checked', 'waiting', 'running', 'held'].includes(state());
  const mapped = (): boolean => props.job.kind === 'import' && (state() === 'draft' || state() === 'checked');
  return (
    <ObjectPage
      kind={`B-${props.job.number}`}
      name={bulkTitle(props.job)}
      state={
        <Pill tone={jobLooks[state()].tone} glyph={jobLooks[state()].glyph}>
          {say(`bulk.state.${state()}`)}
        </Pill>
      }
      actions={
        <>
          <Show when={state() === 'checked' && props.job.counts.pending > 0}>
            <Button look="primary" onClick={() => void start()}>
              {say('bulk.start')}
            </Button>
          </Show>
          <Show when={open()}>
            <Button onClick={() => void orTell(() => post(path('cancel'), {}))}>{say('bulk.cancel')}</Button>
          </Show>
          <Show when={props.job.undoUntil !== undefined}>
            <Button onClick={() => setUndoing(true)}>{say('bulk.undo')}</Button>
          </Show>
          <Show when={props.job.looked > 0}>
            <Button look="quiet" onClick={() => location.assign(path('result.csv'))}>
              {say('bulk.result')}
            </Button>
          </Show>
        </>
      }
      below={
        <div class="bulk-below">
          <Stepper label={bulkTitle(props.job)} steps={bulkSteps(props.job)} />
          <Working job={props.job} />
          <Show when={props.job.trouble}>
            {(why) => (
              <Banner tone="critical" glyph="warning" alert>
                {why()}
              </Banner>
            )}
          </Show>
          <Show when={(state() === 'checked' || state() === 'waiting') && props.job.cutWarning}>
            {(warning) => (
              <Banner tone="warning" glyph="warning">
                {say('bulk.cutWarning', {
                  ...{ cuts: sayNumber(warning().cuts), before: sayNumber(warning().before) },
                  ...{ mostLines: sayNumber(warning().mostLines), mostPercent: warning().mostPercent },
                })}{' '}
                <Show when={warning().worstNas}>
                  {(nas) => say('bulk.worstNas', { name: nas().name, lines: nas().lines, of: nas().of })}
                </Show>
              </Banner>
            )}
          </Show>
        </div>
      }
      left={<Found job={props.job} timeZone={timeZone} />}
    >
      <Show when={mapped() && props.job.settings}>
        {(settings) => (
          <MappingForm
            job={props.job}
            settings={settings()}
            onCheck={(wanted) => orTell(() => put(path('settings'), { settings: wanted }))}
          />
        )}
      </Show>
      <Show when={state() !== 'draft'}>
        <BulkRows id={props.id} job={props.job} />
      </Show>
      <Show when={undoing()}>
        <ConfirmDialog
          title={say('bulk.undoTitle', { name: bulkTitle(props.job) })}
          act={say('bulk.undo')}
          danger
          onClose={() => setUndoing(false)}
          onConfirm={() => post(path('undo'), {})}
        >
          {say('bulk.undoText')}
        </ConfirmDialog>
      </Show>
    </ObjectPage>
  );
}

/** How far it is, while it works. */
function Working(props: { job: BulkJobDetail }): JSX.Element {
  const all = (): number => props.job.looked;
  const left = (): number => (props.job.state === 'undoing' ? props.job.counts.done : props.job.counts.pending);
  return (
    <Switch>
      <Match when={props.job.state === 'checking'}>
        <Progress label={say('bulk.state.checking')} text={say('bulk.looked', { count: sayNumber(all()) })} />
      </Match>
      <Match when={['running', 'held', 'undoing'].includes(props.job.state)}>
        <Progress
          label={say(`bulk.state.${props.job.state}`)}
          done={all() - left()}
          of={Math.max(1, all())}
          text={say('bulk.progress', { done: sayNumber(all() - left()), all: sayNumber(all()) })}
        />
      </Match>
    </Switch>
  );
}

/** Of a known system; what it has none of is not said. */
function objectFacts({ newObjects }: BulkSummary): { label: string; value: string }[] {
  return (['routers', 'pools', 'packages', 'vouchers', 'usage'] as const).flatMap((kind) => {
    const count = newObjects?.[kind] ?? 0;
    return count === 0 ? [] : [{ label: say(`bulk.new.${kind}`), value: sayNumber(count) }];
  });
}

function Found(props: { job: BulkJobDetail; timeZone: string }): JSX.Element {
  const summary = () => props.job.summary;
  return (
    <>
      <Facts
        facts={[
          { label: say('bulk.column.by'), value: props.job.createdByName },
          { label: say('bulk.column.at'), value: absolute(props.job.createdAt, props.timeZone) },
          ...(props.job.filter?.online === undefined
            ? []
            : [
                {
                  label: say('bulk.chosen'),
                  value: say(props.job.filter.online ? 'bulk.chosenOnline' : 'bulk.chosenOffline', {
                    time: absolute(props.job.createdAt, props.timeZone),
                  }),
                },
              ]),
          ...(props.job.reason === undefined ? [] : [{ label: say('bulk.reason'), value: props.job.reason }]),
          ...(props.job.undoUntil === undefined
            ? []
            : [
                {
                  label: say('bulk.undo'),
                  value: say('bulk.undoUntil', { time: absolute(props.job.undoUntil, props.timeZone) }),
                },
              ]),
        ]}
      />
      <Show when={summary()}>
        {(found) => (
          <Section title={say(props.job.kind === 'import' ? 'bulk.step.check' : 'bulk.step.preview')}>
            <Facts
              facts={[
                ...(props.job.kind === 'import'
                  ? [
                      { label: say('bulk.newCustomers'), value: sayNumber(found().newCustomers) },
                      { label: say('bulk.newLines'), value: sayNumber(found().newLines) },
                      ...objectFacts(found()),
                    ]
                  : [{ label: say('bulk.changes'), value: sayNumber(found().changes) }]),
                { label: say('bulk.nothing'), value: sayNumber(found().nothing) },
                { label: say('bulk.errors'), value: sayNumber(found().errors) },
                { label: say('bulk.warnings'), value: sayNumber(found().warnings) },
              ]}
            />
          </Section>
        )}
      </Show>
      <Show when={(summary()?.problems.length ?? 0) > 0}>
        <Section title={say('bulk.problems')}>
          <ul class="bulk-problems">
            <For each={summary()?.problems}>
              {(problem) => (
                <li classList={{ error: problem.severity === 'error' }}>
                  <span class="number">{sayNumber(problem.count)} ×</span> {sayProblem(problem)}
                </li>
              )}
            </For>
          </ul>
        </Section>
      </Show>
    </>
  );
}
