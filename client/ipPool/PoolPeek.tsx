import { For, Show, type JSX } from 'solid-js';
import { pieceOf } from '#shared/ipPool/registration.ts';
import type { IpPoolRow } from '#shared/ipPool/use.ts';
import type { ArchivableActs } from '../archivable/archivable.ts';
import { ArchivablePeek } from '../archivable/ArchivablePeek.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { Pill } from '../ui/Pill.tsx';
import { duration } from '../ui/relativeTime.ts';
import { say, sayCount } from '../words/words.ts';
import { capacityText } from './capacityText.ts';
import { PoolHistory } from './PoolHistory.tsx';
import { forecastText, fullnessOf, fullnessTones } from './poolUse.ts';
import { PoolUseBar } from './PoolUseBar.tsx';

/** A pool beside its list: how full it is and becomes, and what it consists of. */
export function PoolPeek(props: { pool: IpPoolRow; acts: ArchivableActs }): JSX.Element {
  const facts = (): Fact[] => {
    const { ranges, capacity, routerPool, kind, purpose, nasIds, packages, holdSeconds } = props.pool;
    return [
      { label: say('pool.form.kind'), value: say(`pool.kind.${kind}`) },
      ...(routerPool === null ? [] : [{ label: say('pool.form.routerPool'), value: routerPool, mono: true }]),
      { label: say('pool.form.ranges'), value: ranges.join(', '), mono: true },
      {
        label: say('pool.column.capacity'),
        value: ranges.length === 0 ? undefined : capacityText(capacity, pieceOf(props.pool)),
      },
      { label: say('pool.form.purpose'), value: say(`pool.purpose.${purpose}`) },
      {
        label: say('pool.form.routers'),
        value: nasIds.length === 0 ? say('pool.allRouters') : sayCount('pool.someRouters', nasIds.length),
      },
      { label: say('package.title'), value: packages },
      ...(kind === 'server' ? [{ label: say('pool.form.hold'), value: duration(holdSeconds * 1_000) }] : []),
      ...(props.pool.notes === '' ? [] : [{ label: say('pool.form.notes'), value: props.pool.notes }]),
    ];
  };
  const fullness = () => props.pool.use && fullnessOf(props.pool.use);
  return (
    <ArchivablePeek
      area="pool"
      record={props.pool}
      acts={props.acts}
      marks={
        <Show when={fullness() !== 'free' && fullness()}>
          {(how) => (
            <Pill tone={fullnessTones[how()]} glyph="warning">
              {say(how() === 'full' ? 'pool.full' : 'pool.nearlyFull')}
            </Pill>
          )}
        </Show>
      }
    >
      <div class="pool-peek">
        <Show when={props.pool.use} fallback={<Unmeasured pool={props.pool} />}>
          {(use) => (
            <>
              <PoolUseBar name={props.pool.name} share={use()} />
              <Facts facts={[{ label: say('pool.forecast'), value: forecastText(use()) }]} />
              <Show when={use().routers.length > 0}>
                <ul class="pool-routers">
                  <For each={use().routers}>
                    {(router) => (
                      <li>
                        <span class="truncate">{say('pool.onRouter', { name: router.name })}</span>
                        <PoolUseBar name={router.name} share={router} />
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <PoolHistory pool={props.pool} />
            </>
          )}
        </Show>
        <Facts facts={facts()} />
      </div>
    </ArchivablePeek>
  );
}

function Unmeasured(props: { pool: IpPoolRow }): JSX.Element {
  return (
    <Show when={props.pool.archivedAt === null}>
      <p class="faint">{say(props.pool.kind === 'router' ? 'pool.unmeasured' : 'pool.notCounted')}</p>
    </Show>
  );
}
