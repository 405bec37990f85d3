import { createMemo, For, Show, type JSX } from 'solid-js';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { SubscriptionCounts } from '#shared/subscription/view.ts';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import { createBranches } from '../branch/branches.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { Chip } from '../ui/Chip.tsx';
import { FilterBar, FilterGroup } from '../ui/FilterBar.tsx';
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
  end: JSX.Element;
  onSearchReady: (focus: () => void) => void;
}): JSX.Element {
  const view = createLiveView(useLive(), () => ({ view: 'subscriptions.counts' }) as const, SubscriptionCounts);
  const counts = (): SubscriptionCounts | undefined => view.rows[0]?.fields;
  const branches = createBranches();
  const packages = createPackages();
  const filter = () => props.query.filter();
  const shownPackages = createMemo(() =>
    packages().filter(({ id, archivedAt }) => archivedAt === null || filter().packages.includes(id)),
  );
  const toggle = <T,>(list: readonly T[], one: T): T[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
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
          count={counts()?.online}
        >
          {say('subscription.online.online')}
        </Chip>
        <Chip pressed={filter().online === false} onToggle={() => online(false)} glyph="minus" tone="unknown">
          {say('subscription.online.offline')}
        </Chip>
      </FilterGroup>
      <FilterGroup label={say('subscription.column.state')}>
        <For each={SubscriptionState.options}>
          {(state) => (
            <Show when={(counts()?.[state] ?? 0) > 0 || filter().states.includes(state)}>
              <Chip
                pressed={filter().states.includes(state)}
                onToggle={() => props.query.change({ states: toggle(filter().states, state) })}
                glyph={subscriptionLooks[state].glyph}
                tone={subscriptionLooks[state].tone}
                count={counts()?.[state]}
              >
                {say(`subscription.state.${state}`)}
              </Chip>
            </Show>
          )}
        </For>
      </FilterGroup>
      <Show when={shownPackages().length > 1 && shownPackages().length <= MOST_CHIPS}>
        <FilterGroup label={say('subscription.column.package')}>
          <For each={shownPackages()}>
            {({ id, name }) => (
              <Chip
                pressed={filter().packages.includes(id)}
                onToggle={() => props.query.change({ packages: toggle(filter().packages, id) })}
              >
                {name}
              </Chip>
            )}
          </For>
        </FilterGroup>
      </Show>
      <Show when={shownPackages().length > MOST_CHIPS}>
        <select
          aria-label={say('subscription.column.package')}
          value={filter().packages[0] ?? ''}
          onChange={({ currentTarget }) =>
            props.query.change({ packages: currentTarget.value === '' ? [] : [currentTarget.value as ActorId] })
          }
        >
          <option value="">{say('subscription.allPackages')}</option>
          <For each={shownPackages()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
      </Show>
      <Show when={(branches.data()?.length ?? 0) > 1}>
        <select
          aria-label={say('subscription.column.branch')}
          value={filter().branches[0] ?? ''}
          onChange={({ currentTarget }) =>
            props.query.change({ branches: currentTarget.value === '' ? [] : [currentTarget.value as BranchId] })
          }
        >
          <option value="">{say('admin.allBranches')}</option>
          <For each={branches.data()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
        </select>
      </Show>
    </FilterBar>
  );
}
