import { createMemo, Show, type JSX } from 'solid-js';
import { SubscriptionState } from '#shared/subscription/values.ts';
import type { SubscriptionCounts } from '#shared/subscription/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { BranchFilter } from '../branch/BranchFilter.tsx';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
import { FilterChips } from '../ui/FilterChips.tsx';
import { FilterSelect } from '../ui/FilterSelect.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { say } from '../words/words.ts';
import { createPackages } from './packages.ts';
import { subscriptionLooks } from './subscriptionLooks.ts';
import type { SubscriptionQuery } from './subscriptionQuery.ts';

/** More do not fit beside the rest: then they are a list to choose from. */
const MOST_CHIPS = 4;

/** Text, states and who is in with their live counts, package, branch. */
export function SubscriptionFilterBar(props: {
  query: SubscriptionQuery;
  counts: SubscriptionCounts | undefined;
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const filter = () => props.query.filter();
  const online = (wanted: boolean): void =>
    props.query.change({ online: filter().online === wanted ? undefined : wanted });
  return (
    <FilterBar narrowed={props.query.narrowed()} onClear={() => props.query.clear()} end={props.end}>
      <SearchField
        label={say('filter.text')}
        text={filter().text}
        onText={(text) => props.query.change({ text })}
        onReady={props.onSearchReady}
      />
      <FilterGroup label={say('subscription.column.online')}>
        <Chip
          pressed={filter().online === true}
          onToggle={() => online(true)}
          glyph="live"
          tone="ok"
          count={props.counts?.online}
        >
          {say('subscription.online.online')}
        </Chip>
        <Chip pressed={filter().online === false} onToggle={() => online(false)} glyph="minus" tone="unknown">
          {say('subscription.online.offline')}
        </Chip>
      </FilterGroup>
      <FilterChips
        label={say('subscription.column.state')}
        values={SubscriptionState.options}
        chosen={filter().states}
        onChoose={(states) => props.query.change({ states })}
        word={(state) => say(`subscription.state.${state}`)}
        look={(state) => subscriptionLooks[state]}
        count={(state) => props.counts?.[state]}
      />
      <PackageFilter chosen={filter().packages} onChoose={(packages) => props.query.change({ packages })} />
      <BranchFilter
        chosen={filter().branches[0]}
        onChoose={(branch) => props.query.change({ branches: branch === undefined ? [] : [branch] })}
      />
    </FilterBar>
  );
}

function PackageFilter(props: { chosen: readonly ActorId[]; onChoose: (chosen: ActorId[]) => void }): JSX.Element {
  const packages = createPackages();
  const shown = createMemo(() =>
    packages().filter(({ id, archivedAt }) => archivedAt === null || props.chosen.includes(id)),
  );
  const ids = createMemo(() => shown().map(({ id }) => id));
  return (
    <Show
      when={shown().length <= MOST_CHIPS}
      fallback={
        <FilterSelect
          label={say('subscription.column.package')}
          all={say('subscription.allPackages')}
          options={shown()}
          chosen={props.chosen[0]}
          onChoose={(id) => props.onChoose(id === undefined ? [] : [id])}
        />
      }
    >
      <Show when={shown().length > 1}>
        <FilterChips
          label={say('subscription.column.package')}
          values={ids()}
          chosen={props.chosen}
          onChoose={props.onChoose}
          word={(id) => shown().find((one) => one.id === id)?.name ?? ''}
        />
      </Show>
    </Show>
  );
}
