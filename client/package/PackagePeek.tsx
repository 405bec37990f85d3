import { createSignal, Show, type JSX } from 'solid-js';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { PeekPanel } from '../ui/PeekPanel.tsx';
import { priceText } from '../voucher/price.ts';
import { say, sayCount } from '../words/words.ts';
import { draftOf } from './packageDraft.ts';
import { PackagePreview } from './PackagePreview.tsx';

/** A package beside its list: what it gives, what it costs, where addresses come from. */
export function PackagePeek(props: {
  record: PackageRecord;
  pools: readonly IpPoolRecord[];
  mayManage: boolean;
  onChange: () => void;
  onArchive: () => Promise<void>;
  onClose: () => void;
}): JSX.Element {
  const [archiving, setArchiving] = createSignal(false);
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
      onClose={props.onClose}
      actions={
        <Show when={props.mayManage}>
          <Button onClick={() => props.onChange()}>{say('package.change')}</Button>
          <Button onClick={() => setArchiving(true)}>{say('package.archive')}</Button>
        </Show>
      }
    >
      <div class="package-preview">
        <PackagePreview draft={draftOf(props.record, props.record.currency)} rates={props.record} />
        <Facts facts={facts()} />
      </div>
      <Show when={archiving()}>
        <ConfirmDialog
          title={say('package.archiveTitle', { name: props.record.name })}
          act={say('package.archive')}
          danger
          onClose={() => setArchiving(false)}
          onConfirm={() => props.onArchive()}
        >
          {say('package.archiveText')}
        </ConfirmDialog>
      </Show>
    </PeekPanel>
  );
}
