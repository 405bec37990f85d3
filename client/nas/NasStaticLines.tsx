import { A } from '@solidjs/router';
import { createMemo, createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import {
  AdoptedStaticLines,
  type FoundStaticLine,
  type StaticLineOnRouter,
  StaticLinesOnRouter,
  type StaticPlacement,
} from '#shared/staticLine/view.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './nas.css';

const AGAIN_MS = 10_000;
const MOST = 500;
const looks: Readonly<Record<StaticPlacement['state'], readonly [Tone, GlyphName]>> = {
  waiting: ['notice', 'shelved'],
  asWanted: ['ok', 'cleared'],
  drifted: ['warning', 'warning'],
};

/** Lines without RADIUS on a router: how they stand there, and those that it knows and nobody has taken over yet. */
export function NasStaticLines(props: { id: string }): JSX.Element {
  const session = useSession();
  // The router's row changes each second; what is read from it does not.
  const path = createMemo(() => `/api/nas/${props.id}/static-lines`);
  const lines = createFetched((signal) => getJson(path(), StaticLinesOnRouter, { signal }), path);
  const timer = setInterval(() => void lines.reload(), AGAIN_MS);
  onCleanup(() => clearInterval(timer));
  const [pending, setPending] = createSignal(false);
  const [refused, setRefused] = createSignal<AdoptedStaticLines['refused']>([]);
  const adopt = async (found: readonly FoundStaticLine[]): Promise<void> => {
    setPending(true);
    try {
      const ids = found.slice(0, MOST).map(({ id }) => id);
      const done = await postJson(path(), { key: crypto.randomUUID(), ids }, AdoptedStaticLines);
      setRefused(done.refused);
      showToast({ text: sayCount('nas.static.adopted', done.adopted), tone: 'done' });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    } finally {
      setPending(false);
      await lines.reload();
    }
  };
  return (
    <div class="nas-panel">
      <Show when={!lines.data() && lines.trouble()}>
        {(why) => <ErrorState title={say('nas.tab.static')} text={why()} />}
      </Show>
      <Show
        when={lines.data()}
        fallback={
          <Show when={!lines.trouble()}>
            <Skeleton rows={6} label={say('loading')} />
          </Show>
        }
      >
        {(data) => (
          <>
            <Show when={(data().found ?? []).length > 0}>
              <Section title={say('nas.static.found')}>
                <div class="nas-panel">
                  <p class="muted">{say('nas.static.foundText')}</p>
                  <Show when={session.permissions.includes('subscription.setAddresses')}>
                    <div class="nas-bar">
                      <Button look="primary" pending={pending()} onClick={() => void adopt(data().found ?? [])}>
                        {sayCount('nas.static.adopt', Math.min(MOST, data().found?.length ?? 0))}
                      </Button>
                    </div>
                  </Show>
                  <Table
                    rows={(data().found ?? []).map((line) => ({ line, last: undefined }))}
                    reasons={new Map(refused().map(({ id, message }) => [id as string, message]))}
                  />
                </div>
              </Section>
            </Show>
            <Show
              when={data().lines.length > 0}
              fallback={<EmptyState glyph="router" title={say('nas.static.none')} text={say('nas.static.noneText')} />}
            >
              <Table rows={data().lines.map((line) => ({ line, last: line }))} reasons={new Map()} />
            </Show>
            <Show when={data().found === undefined}>
              <Banner tone="unknown" glyph="unknown">
                {say('nas.static.unread')}
              </Banner>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

function Table(props: {
  rows: readonly {
    readonly line: FoundStaticLine | StaticLineOnRouter;
    readonly last: StaticLineOnRouter | undefined;
  }[];
  reasons: ReadonlyMap<string, string>;
}): JSX.Element {
  const session = useSession();
  return (
    <table class="nas-accounts">
      <thead>
        <tr>
          <th>{say('nas.local.line')}</th>
          <th>{say('subscription.column.address')}</th>
          <th>{say('staticLine.port')}</th>
          <th>{say('staticLine.heardAt')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {({ line, last }) => (
            <tr>
              <td>
                <A href={`/subscriptions/${line.id}`}>
                  S-{line.number} {line.customerName}
                </A>
              </td>
              <td class="mono">{line.address ?? '–'}</td>
              <td class="mono">{line.port ?? '–'}</td>
              <td>
                <Show when={last?.heardAt}>{(at) => <Age at={at()} timeZone={session.timeZone} />}</Show>
              </td>
              <td>
                <Show when={last} fallback={<span class="muted">{props.reasons.get(line.id)}</span>}>
                  {(placed) => (
                    <Pill tone={looks[placed().state][0]} glyph={looks[placed().state][1]}>
                      {say(`staticLine.state.${placed().state}`)}
                    </Pill>
                  )}
                </Show>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
