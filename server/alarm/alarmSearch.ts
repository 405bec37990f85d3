import type { SearchHit } from '#shared/search/search.ts';
import type { SearchProvider } from '../platform/search/searchProvider.ts';
import type { AlarmBoards } from './alarmBoards.ts';
import { formatAlarmScope } from './alarmScope.ts';
import type { BoardAlarm } from './boardAlarm.ts';

/** Alarms that stand, shelved ones too, by source, cause and text; the worst first. Answered from the board in memory. */
export function alarmSearch(boards: AlarmBoards): SearchProvider {
  return {
    kind: 'alarm',
    permission: 'alarm.view',
    async find({ tenant, branches, text, limit }) {
      const board = await boards.of(tenant);
      return board.find(text.words, formatAlarmScope({ branches }), limit).map(hitOf);
    },
  };
}

function hitOf({ state }: BoardAlarm): SearchHit {
  return { kind: 'alarm', id: state.id, title: state.source, detail: state.text, state: state.severity };
}
