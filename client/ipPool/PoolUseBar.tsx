import type { JSX } from 'solid-js';
import type { PoolShare } from '#shared/ipPool/use.ts';
import { fullnessOf, shareOf, useText } from './poolUse.ts';
import './ipPool.css';

/** How much of a pool is in use: as a bar, and in figures. */
export function PoolUseBar(props: { name: string; share: PoolShare }): JSX.Element {
  return (
    <div class="pool-use">
      <meter
        class="pool-meter"
        classList={{ [fullnessOf(props.share)]: true }}
        aria-label={props.name}
        min={0}
        max={1}
        value={shareOf(props.share)}
      />
      <span class="number truncate">{useText(props.share)}</span>
    </div>
  );
}
