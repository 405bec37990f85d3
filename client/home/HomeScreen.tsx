import { createMemo, For, Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useActs } from '../shell/acts.ts';
import { openPalette } from '../shell/palette/paletteState.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say, sayCount } from '../words/words.ts';
import './home.css';
import { homeCards } from './homeCards.ts';
import type { Need } from './need.ts';
import { NeedList } from './NeedList.tsx';
import { needSources } from './needSources.ts';

/** How things are, in a few figures, and what needs somebody. When all is calm it says so and nothing else. */
export function HomeScreen(): JSX.Element {
  useTrail(() => [{ label: say('place.home') }]);
  const { permissions } = useSession();
  const cards = homeCards.filter(({ permission }) => permissions.includes(permission));
  const sources = needSources
    .filter(({ permission }) => permissions.includes(permission))
    .map(({ create }) => create());
  const needs = createMemo((): readonly Need[] =>
    sources
      .flatMap((source) => source.needs())
      .toSorted((left, right) => left.rank - right.rank || left.since - right.since),
  );
  const known = (): boolean => sources.every((source) => source.known());
  useActs(() => [{ id: 'palette.open', label: say('palette.label'), key: '/', offered: false, run: openPalette }]);
  return (
    <div class="home">
      <h1 class="visually-hidden">{say('place.home')}</h1>
      <div class="home-cards">
        <For each={cards}>{({ card }) => <Dynamic component={card} />}</For>
      </div>
      <section class="home-needs" aria-labelledby="needs-title">
        <header class="home-needs-head">
          <h2 id="needs-title">{say('home.needs')}</h2>
          <span class="muted number" role="status">
            {known() && needs().length > 0 ? sayCount('home.waiting', needs().length) : ''}
          </span>
        </header>
        <Show when={needs().length > 0} fallback={<Calm known={known()} />}>
          <NeedList needs={needs()} />
        </Show>
      </section>
    </div>
  );
}

function Calm(props: { known: boolean }): JSX.Element {
  return (
    <Show when={props.known} fallback={<Skeleton rows={5} label={say('loading')} />}>
      <EmptyState calm glyph="acknowledged" title={say('home.calm')} text={say('home.calm.text')} />
    </Show>
  );
}
