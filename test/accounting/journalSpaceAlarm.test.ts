import { expect, test } from 'vitest';
import { JournalSpaceAlarm } from '#server/accounting/journalSpaceAlarm.ts';
import type { FromRadius } from '#server/radius/control/controlMessage.ts';
import { RadiusLine } from '#server/radius/supervision/radiusLine.ts';

test('a full journal is an alarm as long as the RADIUS server says so (operators 2)', () => {
  const line = new RadiusLine((error) => {
    throw error;
  });
  const told: string[] = [];
  const alarm = new JournalSpaceAlarm(line, {
    raise: (cause, severity) => told.push(`raise ${cause} ${severity}`),
    clear: (cause) => told.push(`clear ${cause}`),
  });
  alarm.start();
  const says = (full: boolean): void =>
    line.heard({ say: 'stats', stats: { journal: { freeBytes: 0, writtenBytes: 1, full } } } as FromRadius);
  says(true);
  says(false);
  alarm.stop();
  says(true);
  expect(told).toEqual(['raise accountingJournalFull critical', 'clear accountingJournalFull']);
});
