import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { alarmAudience, alarmClass } from './alarmAudience.ts';
import type { AlarmBoards } from './alarmBoards.ts';

type AlarmsRequest = Extract<ViewRequest, { view: 'alarms' }>;

/** View `alarms`: a window of the filtered, sorted list; rows are {@link AlarmRow}. */
export function alarmListView(boards: AlarmBoards): ViewSource<AlarmsRequest> {
  return {
    view: 'alarms',
    admit: (subject, { filter }) => alarmAudience(subject, filter.mine ? subject.userId : undefined),
    async open(audience, { filter, sort, window }, changed) {
      const board = await boards.of(audience.tenant);
      const { shown, close } = board.openList(filter, sort, audience.scope, changed);
      const permissionClass = alarmClass(audience);
      return {
        read: () => ({
          rows: shown.window(window.offset, window.limit).map((alarm) => alarm.row(permissionClass)),
          total: shown.size,
        }),
        exists: (id) => board.has(id),
        close,
      };
    },
  };
}
