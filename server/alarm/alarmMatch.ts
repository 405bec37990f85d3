import type { AlarmFilter } from '#shared/alarm/view.ts';
import { isInScope, type AlarmScope } from './alarmScope.ts';
import type { BoardAlarm } from './boardAlarm.ts';

/** Whether an alarm belongs in a list. Shelved and cleared ones do only when their state is asked for. */
export function alarmMatcher(filter: AlarmFilter, scope: AlarmScope): (alarm: BoardAlarm) => boolean {
  const severities = new Set<string>(filter.severities);
  const states = new Set<string>(filter.states.length > 0 ? filter.states : ['raised', 'acknowledged', 'claimed']);
  const text = filter.text.toLowerCase();
  return (alarm) => {
    const { state, severity, branchId, claimedBy } = alarm.state;
    return (
      states.has(state) &&
      (severities.size === 0 || severities.has(severity)) &&
      isInScope(scope, branchId) &&
      (!filter.mine || claimedBy === scope.user) &&
      (text === '' || alarm.contains(text))
    );
  };
}
