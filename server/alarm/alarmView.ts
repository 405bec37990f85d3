import type { EventRecord } from '#actors/system/eventRecord.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { Audience, OpenView, ViewSource } from '../platform/live/viewSource.ts';
import { alarmAudience, alarmClass } from './alarmAudience.ts';
import type { AlarmBoard } from './alarmBoard.ts';
import type { AlarmBoardPort } from './alarmBoardPort.ts';
import type { AlarmBoards } from './alarmBoards.ts';
import { isInScope, parseAlarmScope } from './alarmScope.ts';
import { timelineRow } from './alarmTimeline.ts';
import { BoardAlarm } from './boardAlarm.ts';

type AlarmRequest = Extract<ViewRequest, { view: 'alarm' }>;

/** Longer histories show their end. */
const MOST_EVENTS = 500;

/**
 * View `alarm`: the alarm's row (id = the alarm's), then one row `event:<position>` per event, newest last. Empty for
 * an alarm that does not exist or is outside the subscriber's branches: the two must look the same.
 */
export function alarmView(
  boards: AlarmBoards,
  port: Pick<AlarmBoardPort, 'read' | 'history'>,
): ViewSource<AlarmRequest> {
  return {
    view: 'alarm',
    admit: (subject) => alarmAudience(subject),
    async open(audience, { id }, changed) {
      const board = await boards.of(audience.tenant);
      const timeline = new AlarmTimeline(board, audience);
      const close = board.watch(id, (alarm, records) => {
        timeline.follow(alarm, records);
        changed();
      });
      try {
        // Watching first: what happens while history is read is in one of them, or in both.
        const [history, stored] = await Promise.all([
          port.history(audience.tenant, id, MOST_EVENTS),
          port.read(audience.tenant, [id]),
        ]);
        timeline.follow(stored[0] && new BoardAlarm(stored[0], board.names), history);
      } catch (error) {
        close();
        throw error;
      }
      return timeline.view(close);
    },
  };
}

class AlarmTimeline {
  readonly #board: AlarmBoard;
  readonly #audience: Audience;
  readonly #events = new Map<number, ViewRow>();
  #alarm: BoardAlarm | undefined;

  constructor(board: AlarmBoard, audience: Audience) {
    this.#board = board;
    this.#audience = audience;
  }

  follow(alarm: BoardAlarm | undefined, records: readonly EventRecord[]): void {
    if (alarm && alarm.version > (this.#alarm?.version ?? 0)) this.#alarm = alarm;
    const permissionClass = alarmClass(this.#audience);
    for (const record of records) {
      if (!this.#events.has(record.position)) {
        this.#events.set(record.position, timelineRow(record, this.#board.names, permissionClass));
      }
    }
  }

  view(close: () => void): OpenView {
    return {
      read: () => {
        const rows = this.#rows();
        return { rows, total: rows.length };
      },
      exists: () => true,
      close,
    };
  }

  #rows(): ViewRow[] {
    const alarm = this.#alarm;
    const scope = parseAlarmScope(this.#audience.scope);
    if (!alarm || !isInScope(scope, alarm.state.branchId)) return [];
    const positions = [...this.#events.keys()].toSorted((a, b) => a - b).slice(-MOST_EVENTS);
    return [alarm.row(alarmClass(this.#audience)), ...positions.map((position) => this.#events.get(position)!)];
  }
}
