import type { JSX } from 'solid-js';
import { NasCounts } from '#shared/nas/view.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { say, sayProblem } from '../words/words.ts';
import { HomeCard, type HomeFigure } from './HomeCard.tsx';

/** Routers by state, and who is connected through them. */
export function RouterCard(): JSX.Element {
  const view = createLiveView(useLive(), () => ({ view: 'nas.counts' }), NasCounts);
  const figures = (): readonly HomeFigure[] | undefined => {
    const counts = view.rows[0]?.fields;
    if (!counts) return undefined;
    const { up, degraded, down, authFailed, untrusted, maintenance, pppSessions, hotspotSessions } = counts;
    const refusing = authFailed + untrusted;
    return [
      { label: say('home.router.up'), value: up, href: '/routers' },
      { label: say('home.router.down'), value: down, tone: 'critical', glyph: 'critical', href: '/routers?state=down' },
      {
        label: say('home.router.degraded'),
        value: degraded,
        tone: 'warning',
        glyph: 'warning',
        href: '/routers?state=degraded',
      },
      ...(refusing > 0
        ? [
            {
              label: say('home.router.refuses'),
              value: refusing,
              tone: 'warning',
              glyph: 'lock',
              href: '/routers?state=authFailed,untrusted',
            } as const,
          ]
        : []),
      ...(maintenance > 0
        ? [
            {
              label: say('home.router.maintenance'),
              value: maintenance,
              tone: 'maintenance',
              glyph: 'maintenance',
              href: '/routers?state=maintenance',
            } as const,
          ]
        : []),
      { label: say('home.router.sessions'), value: pppSessions + hotspotSessions },
    ];
  };
  return (
    <HomeCard
      title={say('search.routers')}
      href="/routers"
      figures={figures()}
      failed={view.refusal && sayProblem(view.refusal)}
    />
  );
}
