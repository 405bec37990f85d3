import { For, Show, type JSX } from 'solid-js';
import type { RadiusPoolRow } from '#shared/radius/view.ts';
import { Progress } from '../ui/Progress.tsx';
import { say, sayNumber } from '../words/words.ts';
import './radius.css';

/** How full the pools are that the server gives addresses from, the fullest first. */
export function RadiusPools(props: { pools: readonly RadiusPoolRow[] }): JSX.Element {
  const share = ({ used, size }: RadiusPoolRow): number => (size === 0 ? 0 : used / size);
  const sorted = (): readonly RadiusPoolRow[] =>
    props.pools.toSorted((one, other) => share(other) - share(one) || one.name.localeCompare(other.name));
  return (
    <Show when={props.pools.length > 0} fallback={<p class="faint">{say('radius.noPools')}</p>}>
      <ul class="radius-list">
        <For each={sorted()}>
          {(pool) => (
            <li>
              <span>{pool.name}</span>
              <Progress
                label={pool.name}
                done={pool.used}
                of={Math.max(1, pool.size)}
                text={say('radius.poolUse', { used: sayNumber(pool.used), size: sayNumber(pool.size) })}
              />
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
