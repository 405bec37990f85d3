import { createMemo, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Difference } from '#shared/deviceIntent/values.ts';
import { StaticLineView, type StaticPlacement } from '#shared/staticLine/view.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { getJson, post, remove } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ChangeTable } from '../ui/ChangeTable.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { StaticLineDialog } from './StaticLineDialog.tsx';

/** Its router is read by itself; an open panel asks what that came to. */
const AGAIN_MS = 3_000;
const looks: Readonly<Record<StaticPlacement['state'], readonly [Tone, GlyphName]>> = {
  waiting: ['notice', 'shelved'],
  asWanted: ['ok', 'cleared'],
  drifted: ['warning', 'warning'],
};

/** A line without RADIUS on its router: whether it is there as wanted, and what somebody changed. */
export function StaticLinePanel(props: { id: string; turn: number }): JSX.Element {
  const session = useSession();
  const path = (): string => `/api/subscriptions/${props.id}/static-line`;
  const line = createFetched(
    (signal) => getJson(path(), StaticLineView, { signal }),
    createMemo(() => `${props.id} ${props.turn}`),
  );
  const [asking, setAsking] = createSignal<'place' | 'takeOff'>();
  const timer = setInterval(() => void line.reload(), AGAIN_MS);
  onCleanup(() => clearInterval(timer));
  const mayChange = (): boolean => session.permissions.includes('subscription.setAddresses');
  const answer = async (how: 'reapply' | 'keep'): Promise<void> => {
    try {
      await post(`${path()}/drift`, { key: newKey(), answer: how });
      if (how === 'reapply') showToast({ text: say('staticLine.asked'), tone: 'done' });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    await line.reload();
  };
  const takeOff = async (): Promise<void> => {
    await remove(`${path()}?key=${newKey()}`);
    await line.reload();
  };
  const placement = (): StaticPlacement | undefined => line.data()?.placement;
  return (
    <>
      <Show when={!line.data() && line.trouble()}>
        {(why) => <ErrorState title={say('staticLine.title')} text={why()} />}
      </Show>
      <Show when={line.data() && !placement()}>
        <EmptyState glyph="router" title={say('staticLine.none')} text={say('staticLine.noneText')}>
          <Show when={mayChange()}>
            <Button look="primary" onClick={() => setAsking('place')}>
              {say('staticLine.place')}
            </Button>
          </Show>
        </EmptyState>
      </Show>
      <Show when={placement()}>
        {(placed) => (
          <div class="static-line">
            <div class="static-line-bar">
              <Pill tone={looks[placed().state][0]} glyph={looks[placed().state][1]}>
                {say(`staticLine.state.${placed().state}`)}
              </Pill>
              <Show when={mayChange()}>
                <Button onClick={() => setAsking('place')}>{say('staticLine.move')}</Button>
                <Button look="quiet" onClick={() => setAsking('takeOff')}>
                  {say('staticLine.takeOff')}
                </Button>
              </Show>
            </div>
            <Facts facts={factsOf(placed(), session.timeZone)} />
            <Show when={placed().drift.length > 0}>
              <Banner tone="warning" glyph="warning">
                {say('staticLine.drift')}
              </Banner>
              <Differences differences={placed().drift} />
              <Show when={mayChange()}>
                <div class="static-line-bar">
                  <Button look="primary" onClick={() => void answer('reapply')}>
                    {say('staticLine.reapply')}
                  </Button>
                  <Button onClick={() => void answer('keep')}>{say('staticLine.keep')}</Button>
                </div>
              </Show>
            </Show>
            <Show when={placed().kept.length > 0}>
              <p class="muted">{say('staticLine.kept')}</p>
              <Differences differences={placed().kept} />
            </Show>
          </div>
        )}
      </Show>
      <Show when={asking() === 'place'}>
        <StaticLineDialog
          path={path()}
          nasId={placement()?.nasId ?? ''}
          port={placement()?.port ?? ''}
          onClose={() => setAsking(undefined)}
          onPlaced={() => {
            setAsking(undefined);
            showToast({ text: say('staticLine.asked'), tone: 'done' });
            void line.reload();
          }}
        />
      </Show>
      <Show when={asking() === 'takeOff'}>
        <ConfirmDialog
          title={say('staticLine.takeOff')}
          act={say('staticLine.takeOff')}
          danger
          onClose={() => setAsking(undefined)}
          onConfirm={takeOff}
        >
          {say('staticLine.takeOffText', { router: placement()?.nasName ?? '–' })}
        </ConfirmDialog>
      </Show>
    </>
  );
}

function factsOf(placed: StaticPlacement, timeZone: string): readonly Fact[] {
  const age = (at: number | undefined): JSX.Element => at !== undefined && <Age at={at} timeZone={timeZone} />;
  return [
    { label: say('staticLine.router'), value: <a href={`/routers/${placed.nasId}`}>{placed.nasName ?? '–'}</a> },
    { label: say('staticLine.port'), value: placed.port, mono: true },
    { label: say('staticLine.appliedAt'), value: age(placed.appliedAt) || undefined },
    { label: say('staticLine.countedAt'), value: age(placed.countedAt) || undefined },
    { label: say('staticLine.heardAt'), value: age(placed.heardAt) || undefined },
  ];
}

function Differences(props: { differences: readonly Difference[] }): JSX.Element {
  return (
    <ChangeTable
      mono
      fieldTitle={say('staticLine.where')}
      beforeTitle={say('staticLine.found')}
      afterTitle={say('staticLine.wanted')}
      fields={props.differences.map(({ path, wanted, found }) => ({
        field: path,
        before: found ?? '–',
        after: wanted ?? '–',
      }))}
    />
  );
}

const newKey = (): IdempotencyKey => IdempotencyKey.parse(crypto.randomUUID());
