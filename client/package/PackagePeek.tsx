import { Show, type JSX } from 'solid-js';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import type { PackageRecord } from '#shared/package/registration.ts';
import type { ArchivableActs } from '../archivable/archivable.ts';
import { ArchivablePeek } from '../archivable/ArchivablePeek.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
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
  acts: ArchivableActs;
}): JSX.Element {
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
    <ArchivablePeek
      area="package"
      record={props.record}
      acts={props.acts}
      text={<p class="muted">{props.record.description}</p>}
    >
      <div class="package-preview">
        <PackagePreview draft={draftOf(props.record, props.record.currency)} rates={props.record} />
        <Facts facts={facts()} />
        <RouterReplies draft={draftOf(props.record, props.record.currency)} />
        <Show when={props.acts.mayManage}>
          <RouterCheck draft={draftOf(props.record, props.record.currency)} />
        </Show>
      </div>
    </ArchivablePeek>
  );
}
