import { AlarmRow } from '#shared/alarm/view.ts';
import { UserId } from '#shared/values/ids.ts';

export const NOW = Date.UTC(2026, 10, 21, 11, 30);
export const ME = UserId.parse('019aa000-0000-7000-8000-0000000000aa');
export const AMINA = UserId.parse('019aa000-0000-7000-8000-0000000000ab');

/** The `number`th alarm of a list; whatever matters to a test is given. */
export function alarm(part: Partial<AlarmRow>, number = 1): AlarmRow {
  return AlarmRow.parse({
    id: `019aa000-0000-7000-9000-${number.toString(16).padStart(12, '0')}`,
    source: `OLT-WESTLANDS-1/0/1/${number}`,
    cause: 'lossOfSignal',
    text: `Loss of signal ${number}`,
    severity: 'major',
    state: 'raised',
    episode: 1,
    occurrences: 1,
    raisedAt: NOW - 60_000,
    lastOccurredAt: NOW - 60_000,
    comments: 0,
    ...part,
  });
}
