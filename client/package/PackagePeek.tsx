import { Show, type JSX } from 'solid-js';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { Pill } from '../ui/Pill.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { priceText } from '../voucher/price.ts';
import { say, sayCount } from '../words/words.ts';
import { draftOf } from './packageDraft.ts';
import { PackagePreview } from './PackagePreview.tsx';
import { RouterCheck } from './RouterCheck.tsx';
import { RouterReplies } from './RouterReplies.tsx';

/** A package beside its list: what it gives, what it costs, where addresses come from. */
export function PackagePeek(props: {
  record: PackageRecord;
  pools: readonly IpPoolRecord[];
  mayManage: boolean;
  onChange: () => void;
  onArchive: () => void;
  onRestore: () => void;
  onClose: () => void;
}): JSX.Element {
  const session = useSession();
  const poolName = (id: string | null): string =>
    id === null ? say('package.form.noPool') : (props.pools.find((pool) => pool.id === id)?.name ?? '–');
  const facts = (): Fact[] => {
    const { accessTypes, priceMinor, currency, cycle, sessions, sessionPolicy, poolId, ipv6PoolId } = props.record;
    const { addressList, routerProfile } = props.record;
    return [
      { label: say('package.form.price'), value: priceText(priceMinor, currency) },
      { label: say('package.form.cycle'), value: sayCount(`subscription.cycle.${cycle.unit}`, cycle.count) },
      {
        label: say('package.form.access'),
        value: accessTypes.map((type) => say(`package.access.${type}`)).join(', '),
      },
      {
        label: say('package.form.sessions'),
        value: sessions === 0 ? say('package.anyNumber') : `${sessions} · ${say(`package.session.${sessionPolicy}`)}`,
      },
      { label: say('package.form.pool'), value: poolName(poolId) },
      { label: say('package.form.ipv6Pool'), value: poolName(ipv6PoolId) },
      ...(routerProfile === null
        ? []
        : [{ label: say('package.form.routerProfile'), value: routerProfile, mono: true }]),
      ...(addressList === null ? [] : [{ label: say('package.form.addressList'), value: addressList, mono: true }]),
    ];
  };
  return (
    <PeekPanel
      label={props.record.name}
      title={props.record.name}
      text={<p class="muted">{props.record.description}</p>}
      marks={
        <Show when={props.record.archivedAt}>
          {(at) => (
            <Pill tone="unknown" glyph="shelved">
              {say('package.archivedSince', { time: absolute(at(), session.timeZone) })}
            </Pill>
          )}
        </Show>
      }
      onClose={props.onClose}
      actions={
        <Show when={props.mayManage}>
          <Show
            when={props.record.archivedAt === null}
            fallback={<Button onClick={() => props.onRestore()}>{say('package.restore')}</Button>}
          >
            <Button onClick={() => props.onChange()}>{say('package.change')}</Button>
            <Button onClick={() => props.onArchive()}>{say('package.archive')}</Button>
          </Show>
        </Show>
      }
    >
      <div class="package-preview">
        <PackagePreview draft={draftOf(props.record, props.record.currency)} rates={props.record} />
        <Facts facts={facts()} />
        <RouterReplies draft={draftOf(props.record, props.record.currency)} />
        <Show when={props.mayManage}>
          <RouterCheck draft={draftOf(props.record, props.record.currency)} />
        </Show>
      </div>
    </PeekPanel>
  );
}
