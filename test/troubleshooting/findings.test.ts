import { expect, test } from 'vitest';
import { findingsOf } from '#server/troubleshooting/findings.ts';
import type {
  LineSituation,
  SeenReject,
  SeenRouter,
  SeenSession,
  Situation,
} from '#server/troubleshooting/situation.ts';
import { ActorId } from '#shared/values/ids.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const nasId = ActorId.parse('00000000-0000-4000-8000-00000000000a');
const router: SeenRouter = {
  ...{ id: nasId, name: 'Westlands', state: 'up', since: NOW - 90 * MINUTE, askedAt: NOW - MINUTE, isDropped: false },
};
const line: LineSituation = {
  ...{ state: 'active', closedReason: undefined, accessType: 'pppoe', username: 'neema', hasPassword: true },
  ...{ startsAtFirstUse: false, validUntil: NOW + 1e9, quotaPeriodUntil: NOW + 1e9, macs: [], macBinding: 'off' },
  ...{ suspendedAt: undefined, suspendedReason: undefined, leftAt: undefined, leftReason: undefined },
};

interface Parts extends Partial<Omit<Situation, 'line' | 'radius'>> {
  readonly line?: Partial<LineSituation>;
  readonly radius?: Partial<Situation['radius']>;
}

function codesOf({ line: lineParts, radius, ...parts }: Parts): readonly string[] {
  const situation: Situation = {
    ...{ now: NOW, open: [], ended: undefined, rejects: [], routers: [router], ...parts },
    line: { ...line, ...lineParts },
    radius: { state: 'up', startedAt: NOW - 1e7, secretTrouble: false, strangers: [], fullPools: [], ...radius },
  };
  return findingsOf(situation).map(({ code, tone }) => `${tone} ${code}`);
}

const refused = (reason: string, part: Partial<SeenReject> = {}): SeenReject => ({
  ...{ reason, times: 4, lastAt: NOW - MINUTE, mac: 'aa:bb:cc:00:00:01', nasId, nasName: 'Westlands' },
  ...part,
});
const session = (part: Partial<SeenSession> = {}): SeenSession => ({
  ...{ since: NOW - 30 * MINUTE, nasId, nasName: 'Westlands', mac: undefined, address: '10.0.0.7' },
  unknownSince: undefined,
  ...part,
});

test.for<[situation: string, parts: Parts, codes: readonly string[]]>([
  ['is in', { open: [session()] }, ['fine online']],
  [
    'was refused before it came in',
    { open: [session()], rejects: [refused('wrongPassword', { lastAt: NOW - 40 * MINUTE })] },
    ['fine online'],
  ],
  [
    'is in and will be refused next time',
    { open: [session()], line: { hasPassword: false } },
    ['cause noPassword', 'fine online'],
  ],
  ['types a wrong password', { rejects: [refused('wrongPassword')] }, ['cause wrongPassword']],
  [
    'is suspended and dials on',
    { line: { state: 'suspended', closedReason: 'suspended' }, rejects: [refused('suspended')] },
    ['cause suspended'],
  ],
  [
    'is suspended and sees the page of the walled garden',
    { open: [session()], line: { state: 'suspended', closedReason: 'suspended' } },
    ['cause suspended', 'fine online'],
  ],
  ['was refused for the suspension, which is over', { rejects: [refused('suspended')] }, ['likely refusedBefore']],
  ['is expired and silent', { line: { state: 'expired', closedReason: 'expired' } }, ['cause expired']],
  [
    'has used up its quota',
    { line: { closedReason: 'quotaUsed' }, rejects: [refused('quotaUsed')] },
    ['cause quotaUsed'],
  ],
  ['was never activated', { line: { state: 'pending', closedReason: 'pending' } }, ['cause pending']],
  [
    'has not begun yet and may',
    { line: { state: 'pending', startsAtFirstUse: true } },
    ['fine waitsForFirstUse', 'likely notHeard'],
  ],
  ['has left', { line: { state: 'left', closedReason: 'left' }, rejects: [refused('left')] }, ['cause left']],
  ['comes with another device', { rejects: [refused('macNotBound')] }, ['cause macNotBound']],
  ['is bound to no device', { line: { macBinding: 'fixed' } }, ['cause noMacAllowed']],
  ['is in elsewhere', { open: [session()], rejects: [refused('alreadyConnected')] }, ['cause alreadyConnected']],
  ['gets no address', { rejects: [refused('noAddress')], radius: { fullPools: ['Home'] } }, ['cause noAddress']],
  [
    'dials the wrong way',
    { rejects: [refused('wrongAccessType'), refused('eap')] },
    ['cause wrongAccessType', 'cause eap'],
  ],
  ['and nobody can: RADIUS is down', { radius: { state: 'down' } }, ['cause radiusDown']],
  ['while RADIUS loads', { radius: { state: 'starting' } }, ['cause radiusStarting']],
  ['and RADIUS is switched off', { radius: { state: 'off' } }, ['cause radiusOff']],
  ['and its router is down', { routers: [{ ...router, state: 'down' }] }, ['cause routerDown']],
  [
    'and its router has another secret',
    { routers: [{ ...router, isDropped: true }], radius: { secretTrouble: true } },
    ['cause secretWrong'],
  ],
  [
    'and its router asks under another address',
    {
      routers: [{ ...router, askedAt: NOW - 50 * MINUTE }],
      radius: { strangers: [{ address: '198.51.100.7', lastAt: NOW - MINUTE }] },
    },
    ['likely routerSilent', 'likely unknownSource', 'likely notHeard'],
  ],
  [
    'and whether it is in is not known',
    { open: [session({ unknownSince: NOW - MINUTE })], routers: [{ ...router, state: 'down' }] },
    ['likely unknownSession', 'cause routerDown'],
  ],
  [
    'and its equipment says nothing',
    { ended: { at: NOW - 60 * MINUTE, cause: 'lostCarrier', nasId, nasName: 'Westlands' } },
    ['likely lastEnded', 'likely notHeard'],
  ],
  ['and was never seen', { routers: [] }, ['likely notHeard']],
  [
    'and has a static address',
    { line: { accessType: 'static' }, routers: [], radius: { state: 'down' } },
    ['likely static'],
  ],
])('a customer cannot connect who %s', ([, parts, codes]) => {
  expect(codesOf(parts)).toEqual(codes);
});

test('refusals of several hours are one finding, as of the last, with what to do about it', () => {
  const [found] = findingsOf({
    ...{ now: NOW, line, open: [], ended: undefined, routers: [] },
    rejects: [refused('macNotBound'), refused('macNotBound', { lastAt: NOW - 60 * MINUTE, times: 6 })],
    radius: { state: 'up', startedAt: NOW, secretTrouble: false, strangers: [], fullPools: [] },
  });
  expect(found).toEqual({
    ...{ code: 'macNotBound', tone: 'cause', at: NOW - MINUTE, times: 10, act: 'resetMac' },
    ...{ mac: 'aa:bb:cc:00:00:01', nasId, nasName: 'Westlands' },
  });
});
