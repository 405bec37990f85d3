import type { JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say, sayCount } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';
import type { AlarmSelection } from './alarmSelection.ts';

/** What can be done to all marked alarms at once. */
export function BulkBar(props: {
  selection: AlarmSelection;
  actions: AlarmActions;
  onShelve: (alarms: readonly AlarmRow[]) => void;
}): JSX.Element {
  const mayAcknowledge = usePermission('alarm.acknowledge');
  const mayClaim = usePermission('alarm.claim');
  const mayShelve = usePermission('alarm.shelve');
  const run = (type: 'alarm.acknowledge' | 'alarm.claim'): void => {
    void props.actions.actOnAll(props.selection.alarms(), { type }).then(() => props.selection.clear());
  };
  return (
    <div class="bulk-bar" role="toolbar" aria-label={say('bulk.label')}>
      <strong class="number">{sayCount('bulk.selected', props.selection.size())}</strong>
      <Button hint="a" disabled={!mayAcknowledge()} onClick={() => run('alarm.acknowledge')}>
        {say('act.acknowledge')}
      </Button>
      <Button hint="c" disabled={!mayClaim()} onClick={() => run('alarm.claim')}>
        {say('act.claim')}
      </Button>
      <Button hint="s" disabled={!mayShelve()} onClick={() => props.onShelve(props.selection.alarms())}>
        {say('act.shelve')}
      </Button>
      <Button look="quiet" aria-label={say('bulk.clear')} onClick={() => props.selection.clear()}>
        <Glyph name="close" />
      </Button>
    </div>
  );
}
