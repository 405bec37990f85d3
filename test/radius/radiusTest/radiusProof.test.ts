import { expect, test } from 'vitest';
import { accountingProof, authenticationProof, type RadiusEvidence } from '#server/radiusTest/radiusProof.ts';
import type { RadiusCounters } from '#shared/nas/radiusTest.ts';

const none: RadiusCounters = {
  ...{ server: '10.0.0.1', requests: 0, accepts: 0, rejects: 0, resends: 0, timeouts: 0, badReplies: 0 },
};
const evidence: RadiusEvidence = { counters: [none], server: undefined, reportedAt: undefined, ended: undefined };

test.for([
  ['the user came back', { ended: { isStopped: true, isBack: true } }, 'working', 'cameBack'],
  ['the user did not', { ended: { isStopped: true, isBack: false } }, 'failing', 'notBack'],
  ['it asks somebody else', { counters: [] }, 'failing', 'notSetUp'],
  ['it was answered', { counters: [{ ...none, accepts: 3, timeouts: 1 }] }, 'working', 'answered'],
  [
    'it is not connected, and the server has answered it',
    { counters: undefined, server: { answers: 4, drops: 0 } },
    'working',
    'answered',
  ],
  ['it does not believe the answers', { counters: [{ ...none, badReplies: 2, timeouts: 2 }] }, 'failing', 'badReplies'],
  [
    'the server drops what it asks',
    { counters: [{ ...none, timeouts: 2 }], server: { answers: 0, drops: 2 } },
    'failing',
    'dropped',
  ],
  ['nobody hears it', { counters: [{ ...none, timeouts: 2 }] }, 'failing', 'timeouts'],
  ['it has not asked', {}, 'unproven', 'noRequest'],
] as const)('operators 13: authentication when %s', ([, given, result, proof]) => {
  expect(authenticationProof({ ...evidence, ...given })).toEqual({ result, proof });
});

test('operators 13: accounting is proven by an end that was stored, or by reports', () => {
  expect(accountingProof({ ...evidence, ended: { isStopped: true, isBack: false } }).proof).toBe('stopped');
  expect(accountingProof({ ...evidence, ended: { isStopped: false, isBack: false } }).result).toBe('failing');
  expect(accountingProof({ ...evidence, reportedAt: 7 }).proof).toBe('reported');
  expect(accountingProof(evidence)).toEqual({ result: 'unproven', proof: 'noReport' });
});
