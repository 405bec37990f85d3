import { useParams } from '@solidjs/router';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { HotspotView } from '#shared/hotspot/look.ts';
import { VoucherBatchDetail } from '#shared/voucher/batch.ts';
import { VouchersSold } from '#shared/voucher/voucher.ts';
import { useActs } from '../shell/acts.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { StatTile, StatTiles } from '../ui/chart/StatTile.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { MenuItem } from '../ui/MenuItem.tsx';
import { now } from '../ui/now.ts';
import { ObjectPage } from '../ui/ObjectPage.tsx';
import { absolute, clockTime } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount, sayNumber } from '../words/words.ts';
import { priceText } from './price.ts';
import { PrintDialog } from './PrintDialog.tsx';
import { VoidDialog } from './VoidDialog.tsx';
import './voucher.css';
import { VoucherList } from './VoucherList.tsx';
import { quotaText, validityText } from './voucherLooks.ts';

type Asking = 'print' | 'sell' | 'void';

/** One batch: what its vouchers are, how many are in each state, and the vouchers themselves. */
export function VoucherBatchScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  const path = (): string => `/api/voucher-batches/${params.id}`;
  const batch = createFetched((signal) => getJson(path(), VoucherBatchDetail, { signal }), path);
  const hotspot = createFetched((signal) => getJson('/api/hotspot', HotspotView, { signal }));
  const [changes, setChanges] = createSignal(0);
  const changed = (): void => {
    setChanges((count) => count + 1);
    void batch.reload();
  };
  useTrail(() => [{ label: say('voucher.title'), href: '/vouchers' }, { label: batch.data()?.name ?? '' }]);
  return (
    <Switch fallback={<Skeleton rows={12} label={say('loading')} />}>
      <Match when={batch.data()?.id === params.id ? batch.data() : undefined}>
        {(present) => <Page batch={present()} look={hotspot.data()?.look} changes={changes()} onChanged={changed} />}
      </Match>
      <Match when={batch.trouble()}>
        {(why) => <EmptyState glyph="key" title={say('voucher.missing')} text={why()} />}
      </Match>
    </Switch>
  );
}

function Page(props: {
  batch: VoucherBatchDetail;
  look: HotspotView['look'] | undefined;
  changes: number;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const may = (permission: (typeof session.permissions)[number]): boolean => session.permissions.includes(permission);
  const [asking, setAsking] = createSignal<Asking>();
  const close = (): void => {
    setAsking(undefined);
  };
  const usable = (): number => props.batch.counts.unused + props.batch.counts.active;
  const sell = async (): Promise<void> => {
    const { count } = await postJson(`/api/voucher-batches/${props.batch.id}/sell`, {}, VouchersSold);
    showToast({ text: sayCount('voucher.soldDone', count), tone: 'done' });
    props.onChanged();
  };
  useActs(() =>
    may('voucher.viewCodes')
      ? [{ id: 'voucher.print', label: say('voucher.print'), key: 'p', run: () => setAsking('print') }]
      : [],
  );
  return (
    <ObjectPage
      kind={say('voucher.batch')}
      name={props.batch.name}
      actions={
        <>
          <Show when={may('voucher.void')}>
            <Button disabled={usable() === 0} onClick={() => setAsking('void')}>
              {say('voucher.voidBatch')}
            </Button>
          </Show>
          <Show when={may('voucher.create')}>
            <Button disabled={props.batch.counts.unused === 0} onClick={() => setAsking('sell')}>
              {say('voucher.sell')}
            </Button>
          </Show>
          <Show when={may('voucher.viewCodes')}>
            <Button
              look="primary"
              hint="p"
              disabled={props.batch.counts.unused === 0}
              onClick={() => setAsking('print')}
            >
              {say('voucher.print')}
            </Button>
          </Show>
        </>
      }
      more={
        may('voucher.viewCodes') ? (
          <MenuItem onChoose={() => location.assign(`/api/voucher-batches/${props.batch.id}/codes.csv`)}>
            {say('voucher.exportCodes')}
          </MenuItem>
        ) : undefined
      }
      left={<About batch={props.batch} timeZone={session.timeZone} />}
    >
      <div class="voucher-main">
        <StatTiles>
          <StatTile label={say('voucher.state.unused')} value={sayNumber(props.batch.counts.unused)} />
          <StatTile label={say('voucher.state.active')} value={sayNumber(props.batch.counts.active)} />
          <StatTile label={say('voucher.state.usedUp')} value={sayNumber(props.batch.counts.usedUp)} />
          <StatTile label={say('voucher.sold')} value={sayNumber(props.batch.sold)} />
          <StatTile label={say('voucher.revenue')} value={priceText(props.batch.revenueMinor, props.batch.currency)} />
        </StatTiles>
        <VoucherList batch={props.batch} changes={props.changes} onChanged={props.onChanged} />
      </div>
      <Switch>
        <Match when={asking() === 'print'}>
          <PrintDialog batch={props.batch} look={props.look} onClose={close} onPrinted={props.onChanged} />
        </Match>
        <Match when={asking() === 'sell'}>
          <ConfirmDialog title={say('voucher.sell')} act={say('voucher.sell')} onClose={close} onConfirm={sell}>
            {say('voucher.sellText')}
          </ConfirmDialog>
        </Match>
        <Match when={asking() === 'void'}>
          <VoidDialog
            batchId={props.batch.id}
            ids={undefined}
            count={usable()}
            onClose={close}
            onChanged={props.onChanged}
          />
        </Match>
      </Switch>
    </ObjectPage>
  );
}

function About(props: { batch: VoucherBatchDetail; timeZone: string }): JSX.Element {
  const batch = (): VoucherBatchDetail => props.batch;
  const time = (label: string, at: number | undefined): Fact => ({
    label,
    value: at === undefined ? '' : clockTime(at, now(), props.timeZone),
    title: at === undefined ? undefined : absolute(at, props.timeZone),
  });
  return (
    <Facts
      facts={[
        { label: say('voucher.package'), value: batch().packageName },
        { label: say('voucher.count'), value: sayNumber(batch().count) },
        { label: say('voucher.price'), value: priceText(batch().priceMinor, batch().currency) },
        { label: say('voucher.validity'), value: validityText(batch().validityMs) },
        { label: say('voucher.quota'), value: quotaText(batch().quotaBytes ?? batch().packageQuotaBytes) },
        { label: say('voucher.devices'), value: sayNumber(batch().devices) },
        { label: say('voucher.devicePolicy'), value: say(`voucher.devicePolicy.${batch().devicePolicy}`) },
        time(say('voucher.unusedUntil'), batch().unusedUntil),
        { label: say('voucher.prefix'), value: batch().prefix, mono: true },
        { label: say('voucher.branch'), value: batch().branchName ?? say('voucher.allBranches') },
        time(say('voucher.made'), batch().createdAt),
        { label: say('voucher.madeBy'), value: batch().createdByName },
      ]}
    />
  );
}
