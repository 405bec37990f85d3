import type { AlarmSort } from '#shared/alarm/view.ts';
import type { BoardAlarm } from './boardAlarm.ts';

export type AlarmOrder = (a: BoardAlarm, b: BoardAlarm) => number;

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId: AlarmOrder = (a, b) => text(a.id, b.id);
const newestFirst: AlarmOrder = (a, b) => b.raisedAt - a.raisedAt || byId(a, b);

/** Total orders: two alarms are equal only when they are the same one in the same place. */
export const alarmOrders: Readonly<Record<AlarmSort, AlarmOrder>> = {
  severity: (a, b) => a.rank - b.rank || newestFirst(a, b),
  newest: newestFirst,
  oldest: (a, b) => a.raisedAt - b.raisedAt || byId(a, b),
  source: (a, b) => text(a.state.source, b.state.source) || text(a.state.cause, b.state.cause) || byId(a, b),
};
