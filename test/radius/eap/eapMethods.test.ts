import { describe, expect, test } from 'vitest';
import { ntPasswordHash } from '#server/radius/credential/ntPasswordHash.ts';
import type { EapAnswer } from '#server/radius/eap/eapAnswer.ts';
import { allMethods, ask, eapSessions, talk } from './eapBench.ts';
import { EapPeer, type PeerOptions } from './eapPeer.ts';

const bob = { identity: 'bob', password: 'hello' };
const hex = (octets: Uint8Array | undefined): string | undefined => octets && Buffer.from(octets).toString('hex');
const name = (answer: EapAnswer): string | undefined =>
  'userName' in answer ? Buffer.from(answer.userName).toString() : undefined;
const code = (answer: EapAnswer): number | undefined => ('eap' in answer ? answer.eap[0] : undefined);
const plain = ['md5', 'msChapV2'] as const;
const tunnelled = ['ttlsPap', 'ttlsChap', 'ttlsMsChapV2', 'peap'] as const;

describe.each([...plain, ...tunnelled])('%s', (method) => {
  test('accepts who knows the password, and both sides have the same keys', async () => {
    using sessions = eapSessions();
    const peer = new EapPeer({ method, ...bob });
    const answer = await talk(sessions, peer);
    expect([answer.outcome, name(answer)]).toEqual(['accept', 'bob']);
    expect(code(answer)).toBe(3);
    const keys = answer.outcome === 'accept' ? answer.keys : undefined;
    expect([hex(keys?.recvKey), hex(keys?.sendKey)]).toEqual([hex(peer.recvKey), hex(peer.sendKey)]);
    expect(keys === undefined).toBe(method === 'md5');
    expect(sessions.tunnels).toBe(0);
  });

  test.each([
    ['a wrong password', { identity: 'bob', password: 'Hello' }, 'wrongPassword'],
    ['an unknown name', { identity: 'eve', password: 'hello' }, 'unknownUser'],
  ])('rejects %s', async (_, who, reason) => {
    using sessions = eapSessions();
    const answer = await talk(sessions, new EapPeer({ method, ...who }));
    expect(answer).toMatchObject({ outcome: 'reject', reason });
    expect(name(answer)).toBe(who.identity);
    expect(code(answer)).toBe(4);
    expect(sessions.tunnels).toBe(0);
  });
});

describe.each(tunnelled)('the tunnel of %s', (method) => {
  test.each<[string, Partial<PeerOptions>, Parameters<typeof allMethods>[0]]>([
    ['in fragments of 100 octets both ways', { fragmentOctets: 100 }, { fragmentOctets: 100 }],
    ['in TLS 1.3', { maxVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.3' }],
    [
      'in TLS 1.3 in fragments',
      { maxVersion: 'TLSv1.3', fragmentOctets: 90 },
      { maxVersion: 'TLSv1.3', fragmentOctets: 90 },
    ],
  ])('stands %s', async (_, peerSettings, settings) => {
    using sessions = eapSessions({ methods: allMethods(settings) });
    const peer = new EapPeer({ method, ...bob, ...peerSettings });
    const answer = await talk(sessions, peer);
    expect(answer.outcome).toBe('accept');
    const keys = answer.outcome === 'accept' ? answer.keys : undefined;
    expect([hex(keys?.recvKey), hex(keys?.sendKey)]).toEqual([hex(peer.recvKey), hex(peer.sendKey)]);
  });

  test('hides the name: the inner one is proved and reported', async () => {
    using sessions = eapSessions();
    const peer = new EapPeer({ method, ...bob, anonymous: 'anonymous@isp' });
    const answer = await talk(sessions, peer);
    expect([answer.outcome, name(answer)]).toEqual(['accept', 'bob']);
  });
});

test('requests fit the Framed-MTU that the NAS states', async () => {
  using sessions = eapSessions();
  const peer = new EapPeer({ method: 'peap', ...bob });
  const longest: number[] = [];
  let answer = await ask(sessions, peer.hello(), undefined, 400);
  while (answer.outcome === 'challenge') {
    longest.push(answer.eap.length);
    answer = await ask(sessions, await peer.answer(Buffer.from(answer.eap)), answer.state);
  }
  peer.close();
  expect([answer.outcome, Math.max(...longest)]).toEqual(['accept', 400]);
});

test('methods that need no clear password work with the hash alone, the others say why not', async () => {
  const outcomes = await Promise.all(
    [...plain, ...tunnelled].map(async (method) => {
      using sessions = eapSessions({ lookup: () => ({ ntHash: ntPasswordHash('hello') }) });
      const answer = await talk(sessions, new EapPeer({ method, ...bob }));
      return answer.outcome === 'reject' ? answer.reason : answer.outcome;
    }),
  );
  expect(outcomes).toEqual(['passwordNotInClear', 'accept', 'accept', 'passwordNotInClear', 'accept', 'accept']);
});

test('a domain before the name is not part of the proof', async () => {
  using sessions = eapSessions();
  const answer = await talk(sessions, new EapPeer({ method: 'msChapV2', ...bob, domain: 'lan' }));
  expect([answer.outcome, name(answer)]).toEqual(['accept', 'lan\\bob']);
});

test('a peer that wants what is not offered is rejected', async () => {
  using sessions = eapSessions({ methods: allMethods().filter(({ isTunnel }) => isTunnel) });
  const answer = await talk(sessions, new EapPeer({ method: 'md5', ...bob }));
  expect(answer).toMatchObject({ outcome: 'reject', reason: 'noCommonMethod', detail: 'the peer wants 4' });
});
