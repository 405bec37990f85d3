import type { MapPlace } from '../ui/map/mapPlace.ts';
import type { TimelineFact } from '../ui/Timeline.tsx';

/** Samples for the page that shows every part. They stand for nobody's equipment. */
export const zone = 'Africa/Nairobi';

export interface SampleRouter {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly state: 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown';
  readonly cpu: number | undefined;
  readonly rate: number | undefined;
  readonly sessions: number;
  readonly history: readonly (number | null)[];
}

const sites = ['Westlands', 'Kilimani', 'Eastleigh', 'Ruaka', 'Thika Road', 'Mirpur', 'Uttara', 'Gulshan'] as const;
const states = ['up', 'up', 'up', 'up', 'up', 'degraded', 'up', 'maintenance', 'up', 'up', 'down', 'unknown'] as const;

/** Always the same numbers, so that pictures of the page can be compared. */
function chance(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

export function sampleRouters(count: number): readonly SampleRouter[] {
  return Array.from({ length: count }, (_, index): SampleRouter => {
    const state = states[Math.floor(chance(index + 1) * states.length)] ?? 'up';
    const known = state !== 'unknown' && state !== 'down';
    return {
      id: `r${index}`,
      name: `router-${index + 1}`,
      site: sites[index % sites.length] ?? '',
      state,
      cpu: known ? Math.round(chance(index + 7) * 100) : undefined,
      rate: known ? Math.round(chance(index + 3) * 9e8) : undefined,
      sessions: known ? Math.round(chance(index + 5) * 2_400) : 0,
      history: Array.from({ length: 24 }, (_unused, at) =>
        at > 9 && at < 12 ? null : 40 + 30 * Math.sin((at + index) / 3) + 20 * chance(index * 31 + at),
      ),
    };
  });
}

export const tones = {
  up: 'ok',
  degraded: 'warning',
  down: 'critical',
  maintenance: 'maintenance',
  unknown: 'unknown',
} as const;
export const glyphs = {
  up: 'cleared',
  degraded: 'warning',
  down: 'critical',
  maintenance: 'maintenance',
  unknown: 'unknown',
} as const;

export function samplePlaces(count: number): readonly MapPlace[] {
  return sampleRouters(count).map(({ id, name, state }, index) => ({
    id,
    name,
    longitude: 36.82 + (chance(index + 11) - 0.5) * (index % 9 === 0 ? 5 : 0.3),
    latitude: -1.28 + (chance(index + 17) - 0.5) * (index % 9 === 0 ? 5 : 0.3),
    tone: tones[state],
    glyph: glyphs[state],
    state,
    on: state === 'up' || state === 'degraded',
  }));
}

/** A day of samples, one a minute, with an hour that nobody measured. */
export function sampleRates(now: number): { times: readonly number[]; rx: readonly number[]; tx: readonly number[] } {
  const minutes = Array.from({ length: 1_440 }, (_, at) => at).filter((at) => at < 600 || at > 660);
  return {
    times: minutes.map((at) => now - (1_440 - at) * 60_000),
    rx: minutes.map((at) => 4e8 + 2.5e8 * Math.sin(at / 230) + 6e7 * chance(at)),
    tx: minutes.map((at) => 9e7 + 5e7 * Math.sin(at / 230 + 1) + 2e7 * chance(at + 9)),
  };
}

export function sampleFacts(now: number): readonly TimelineFact[] {
  return [
    {
      id: '5',
      at: now - 40_000,
      glyph: 'cleared',
      tone: 'ok',
      kind: 'State',
      text: 'Up again after 3 min 12 s',
      cause: { label: 'API answered at 10.20.0.1:8728' },
    },
    {
      id: '4',
      at: now - 90_000,
      glyph: 'comment',
      kind: 'Comments',
      quote: true,
      by: 'Achieng Njeri',
      text: 'Generator was refuelled, power is back at the site.',
    },
    {
      id: '3',
      at: now - 200_000,
      glyph: 'bell',
      tone: 'critical',
      kind: 'Alarms',
      text: 'Alarm raised: router does not answer',
      cause: { label: 'Alarm router-7', href: '/alarms' },
      evidence: () => '3 of 3 connection attempts timed out after 1.0 s',
    },
    { id: '2', at: now - 240_000, glyph: 'critical', tone: 'critical', kind: 'State', text: 'Down: no answer for 3 s' },
    {
      id: '1',
      at: now - 86_400_000,
      glyph: 'edit',
      kind: 'Changes',
      by: 'Otieno Odhiambo',
      text: 'Moved to branch Westlands',
    },
  ];
}

export const configBefore = `/interface bridge
add name=bridge-lan
/ip address
add address=10.20.0.1/24 interface=bridge-lan
/ip dns
set servers=1.1.1.1
/ppp aaa
set use-radius=no
/system identity
set name=router-7
`;
export const configAfter = `/interface bridge
add name=bridge-lan
/ip address
add address=10.20.0.1/24 interface=bridge-lan
/ip dns
set servers=1.1.1.1,9.9.9.9
/ppp aaa
set use-radius=yes interim-update=5m
/system identity
set name=router-7
/radius
add address=10.0.0.5 service=ppp timeout=3s
`;
/** A QR-like matrix; real ones are made by the server. */
export const modules: readonly (readonly boolean[])[] = Array.from({ length: 25 }, (_, y) =>
  Array.from({ length: 25 }, (_unused, x) => {
    const eye = (cx: number, cy: number): boolean | undefined => {
      const far = Math.max(Math.abs(x - cx), Math.abs(y - cy));
      return far > 4 ? undefined : far !== 2 && far !== 4;
    };
    return eye(3, 3) ?? eye(21, 3) ?? eye(3, 21) ?? chance(x * 31 + y) > 0.5;
  }),
);
