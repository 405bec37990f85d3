import { createEffect, onCleanup } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import type { LiveView } from '../../live/createLiveView.ts';
import { now } from '../../ui/now.ts';
import { createAlarmSounder } from './alarmSounder.ts';
import { allowSound, play, soundBlocked } from './player.ts';
import { soundSettings } from './soundSettings.ts';
import { toneOf } from './tones.ts';

/** Lets the alarms of `waiting` be heard; the first press or key on the page allows sound without a question. */
export function useAlarmSound(waiting: LiveView<AlarmRow>, criticals: LiveView<AlarmRow>): void {
  const sounder = createAlarmSounder((severity) => play(toneOf(severity), soundSettings().volume));
  createEffect(() => {
    if (waiting.state !== 'current' || criticals.state !== 'current') return;
    const rows = waiting.rows.map(({ fields: { id, severity } }) => ({ id, severity }));
    sounder.heard(rows, criticals.total, soundSettings(), now());
  });
  const allow = (): void => void allowSound().then(() => !soundBlocked() && forget());
  const forget = (): void => {
    document.removeEventListener('pointerdown', allow);
    document.removeEventListener('keydown', allow);
  };
  document.addEventListener('pointerdown', allow);
  document.addEventListener('keydown', allow);
  onCleanup(forget);
}
