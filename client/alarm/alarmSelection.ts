import { createSignal } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';

/** Alarms marked for one act together, as they were when marked. Survives scrolling and changes of the list. */
export interface AlarmSelection {
  size(): number;
  has(id: string): boolean;
  alarms(): readonly AlarmRow[];
  toggle(alarm: AlarmRow): void;
  add(alarms: readonly AlarmRow[]): void;
  clear(): void;
}

export function createAlarmSelection(): AlarmSelection {
  const [marked, setMarked] = createSignal<ReadonlyMap<string, AlarmRow>>(new Map());
  return {
    size: () => marked().size,
    has: (id) => marked().has(id),
    alarms: () => [...marked().values()],
    toggle: (alarm) =>
      setMarked((before) => {
        const after = new Map(before);
        if (!after.delete(alarm.id)) after.set(alarm.id, alarm);
        return after;
      }),
    add: (alarms) => setMarked((before) => new Map([...before, ...alarms.map((alarm) => [alarm.id, alarm] as const)])),
    clear: () => setMarked(new Map<string, AlarmRow>()),
  };
}
