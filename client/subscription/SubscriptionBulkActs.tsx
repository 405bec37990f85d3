import { useNavigate } from '@solidjs/router';
import { createSignal, Show, type JSX } from 'solid-js';
import type { SubscriptionFilter, SubscriptionRow } from '#shared/subscription/view.ts';
import { BulkActDialog, type BulkActOn } from '../bulk/BulkActDialog.tsx';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import type { TableModel } from '../ui/table/createTable.ts';
import { say } from '../words/words.ts';

/** One act on the lines that are marked, or on all that fit the filter, wherever they stand; its preview comes first. */
export function SubscriptionBulkActs(props: {
  table: TableModel<SubscriptionRow>;
  filter: () => SubscriptionFilter;
}): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [on, setOn] = createSignal<BulkActOn>();
  return (
    <Show when={session.permissions.includes('bulk.act')}>
      <BulkBar table={props.table} label={say('bulk.act')}>
        <Button look="primary" onClick={() => setOn({ ids: props.table.selection.ids() })}>
          {say('bulk.onSelected')}
        </Button>
        <Button onClick={() => setOn({ filter: props.filter() })}>{say('bulk.onAll')}</Button>
      </BulkBar>
      <Show when={on()}>
        {(which) => (
          <BulkActDialog
            on={which()}
            onClose={() => setOn(undefined)}
            onMade={(id) => {
              props.table.selection.clear();
              navigate(`/bulk/${id}`);
            }}
          />
        )}
      </Show>
    </Show>
  );
}
