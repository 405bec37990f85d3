import type { JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { BulkBar } from '../ui/table/BulkBar.tsx';
import type { TableModel } from '../ui/table/createTable.ts';
import { say } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';

/** What can be done to all marked alarms at once. */
export function AlarmBulkBar(props: {
  table: TableModel<AlarmRow>;
  actions: AlarmActions;
  onShelve: (alarms: readonly AlarmRow[]) => void;
}): JSX.Element {
  const { selection } = props.table;
  const mayAcknowledge = usePermission('alarm.acknowledge');
  const mayClaim = usePermission('alarm.claim');
  const mayShelve = usePermission('alarm.shelve');
  const run = (type: 'alarm.acknowledge' | 'alarm.claim'): void => {
    void props.actions.actOnAll(selection.rows(), { type }).then(() => selection.clear());
  };
  return (
    <BulkBar table={props.table} label={say('bulk.label')}>
      <Button hint="a" disabled={!mayAcknowledge()} onClick={() => run('alarm.acknowledge')}>
        {say('act.acknowledge')}
      </Button>
      <Button hint="c" disabled={!mayClaim()} onClick={() => run('alarm.claim')}>
        {say('act.claim')}
      </Button>
      <Button hint="s" disabled={!mayShelve()} onClick={() => props.onShelve(selection.rows())}>
        {say('act.shelve')}
      </Button>
    </BulkBar>
  );
}
