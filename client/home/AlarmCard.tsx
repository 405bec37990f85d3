import type { JSX } from 'solid-js';
import { AlarmCounts } from '#shared/alarm/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { say, sayProblem } from '../words/words.ts';
import { HomeCard, type HomeFigure } from './HomeCard.tsx';

const severities = [
  ['critical', 'critical'],
  ['major', 'major'],
  ['minor', 'notice'],
  ['warning', 'warning'],
] as const;

/** Standing alarms by severity. */
export function AlarmCard(): JSX.Element {
  const view = createLiveView(useLive(), () => ({ view: 'wall' }), AlarmCounts);
  const figures = (): readonly HomeFigure[] | undefined => {
    const counts = view.rows[0]?.fields;
    if (!counts) return undefined;
    return [
      ...severities.map(([severity, tone]) => ({
        label: say(`severity.${severity}`),
        value: counts[severity],
        tone,
        glyph: severity,
        href: `/alarms?severity=${severity}`,
      })),
      { label: say('state.claimed'), value: counts.claimed, href: '/alarms?state=claimed' },
      { label: say('state.shelved'), value: counts.shelved, href: '/alarms?state=shelved' },
    ];
  };
  return (
    <HomeCard
      title={say('alarm.title')}
      href="/alarms"
      figures={figures()}
      failed={view.refusal && sayProblem(view.refusal)}
    />
  );
}
