import type { JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { duration } from '../ui/relativeTime.ts';
import { say, sayNumber } from '../words/words.ts';
import { SeverityMark } from './SeverityMark.tsx';

/** A cleared alarm: when it was cleared and how long it stood. */
export function AlarmHistoryRow(props: { alarm: AlarmRow }): JSX.Element {
  const { timeZone } = useSession();
  return (
    <div class="alarm-grid alarm-row quiet" role="listitem">
      <span class="cell-select" />
      <span class="cell-severity">
        <SeverityMark severity={props.alarm.severity} />
      </span>
      <span class="cell-state number">
        {say('history.stood', {
          duration: duration((props.alarm.clearedAt ?? props.alarm.raisedAt) - props.alarm.raisedAt),
        })}
      </span>
      <span class="cell-source mono truncate" title={props.alarm.source}>
        {props.alarm.source}
      </span>
      <span class="cell-text truncate" title={props.alarm.text}>
        <span class="alarm-text">{props.alarm.text}</span>
        <span class="faint alarm-cause">{props.alarm.cause}</span>
      </span>
      <span class="cell-branch truncate">{props.alarm.branchName ?? ''}</span>
      <span class="cell-raised">
        <Age at={props.alarm.clearedAt ?? props.alarm.lastOccurredAt} timeZone={timeZone} />
      </span>
      <span class="cell-count number">
        {props.alarm.occurrences > 1 ? `×${sayNumber(props.alarm.occurrences)}` : ''}
      </span>
      <span class="cell-owner truncate">{props.alarm.acknowledgedByName ?? ''}</span>
    </div>
  );
}
