import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EapAnswer } from '#server/radius/eap/eapAnswer.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import { allMethods, ask, eapSessions, talk } from './eapBench.ts';
import { EapPeer } from './eapPeer.ts';

const bob = { identity: 'bob', password: 'hello' };
const onlyMd5 = allMethods().filter(({ type }) => type === 4);

function challenge(answer: EapAnswer): { readonly eap: Buffer; readonly state: Uint8Array } {
  if (answer.outcome !== 'challenge') throw new Error(`not a challenge: ${answer.outcome}`);
  return { eap: Buffer.from(answer.eap), state: answer.state };
}

describe('a conversation', () => {
  test('has a State of 16 octets that no other has, and keeps it', async () => {
    using sessions = eapSessions();
    const peer = new EapPeer({ method: 'msChapV2', ...bob });
    const first = challenge(await ask(sessions, peer.hello(), undefined));
    const second = challenge(await ask(sessions, await peer.answer(first.eap), first.state));
    const other = challenge(await ask(sessions, peer.hello(), undefined));
    expect(first.state).toHaveLength(16);
    expect(second.state).toEqual(first.state);
    expect(other.state).not.toEqual(first.state);
  });

  test('begins by asking for the identity when the NAS has not', async () => {
    using sessions = eapSessions({ methods: onlyMd5 });
    const peer = new EapPeer({ method: 'md5', ...bob });
    const start = challenge(await ask(sessions, Buffer.alloc(0), undefined));
    expect([start.eap[0], start.eap[4]]).toEqual([1, 1]);
    const asked = challenge(await ask(sessions, await peer.answer(start.eap), start.state));
    const end = await ask(sessions, await peer.answer(asked.eap), asked.state);
    expect(end.outcome).toBe('accept');
  });

  test.each(['md5', 'msChapV2', 'peap'] as const)(
    'answers each response of %s that comes again as before',
    async (method) => {
      using sessions = eapSessions();
      const peer = new EapPeer({ method, ...bob });
      let answer = await ask(sessions, peer.hello(), undefined);
      while (answer.outcome === 'challenge') {
        const { eap, state } = challenge(answer);
        const response = await peer.answer(eap);
        const [once, again] = await Promise.all([ask(sessions, response, state), ask(sessions, response, state)]);
        expect(again).toEqual(once);
        expect(await ask(sessions, response, state)).toEqual(once);
        answer = once;
      }
      peer.close();
      expect(answer.outcome).toBe('accept');
    },
  );

  test('is not continued from another NAS, nor with another State', async () => {
    using sessions = eapSessions({ methods: onlyMd5 });
    const peer = new EapPeer({ method: 'md5', ...bob });
    const { eap, state } = challenge(await ask(sessions, peer.hello(), undefined));
    const response = await peer.answer(eap);
    const reasons = [
      await sessions.answer({ eap: response, state, nas: 'another', tenantId: 'isp' }),
      await ask(sessions, response, randomBytes(16)),
      await ask(sessions, response, state.subarray(0, 15)),
    ].map((answer) => answer.outcome === 'reject' && answer.reason);
    expect(reasons).toEqual(['unknownSession', 'unknownSession', 'unknownSession']);
    expect((await ask(sessions, response, state)).outcome).toBe('accept');
  });

  test.each<[string, (response: Buffer) => Buffer]>([
    ['another identifier', (response) => Buffer.concat([Buffer.of(2, response[1]! + 1), response.subarray(2)])],
    ['a request instead', (response) => Buffer.concat([Buffer.of(1), response.subarray(1)])],
    [
      'a length beyond the packet',
      (response) => Buffer.concat([response.subarray(0, 3), Buffer.of(255), response.subarray(4)]),
    ],
    ['another type', (response) => Buffer.concat([response.subarray(0, 4), Buffer.of(26), response.subarray(5)])],
    ['four octets', (response) => response.subarray(0, 4)],
  ])('goes on after %s, which is dropped', async (_, change) => {
    using sessions = eapSessions({ methods: onlyMd5 });
    const peer = new EapPeer({ method: 'md5', ...bob });
    const { eap, state } = challenge(await ask(sessions, peer.hello(), undefined));
    const response = await peer.answer(eap);
    expect((await ask(sessions, change(response), state)).outcome).toBe('discard');
    expect((await ask(sessions, response, state)).outcome).toBe('accept');
  });

  test('cannot be turned by a NAK once the method has begun, nor twice', async () => {
    using sessions = eapSessions();
    const peer = new EapPeer({ method: 'md5', ...bob });
    const first = challenge(await ask(sessions, peer.hello(), undefined));
    const nak = await peer.answer(first.eap);
    const second = challenge(await ask(sessions, nak, first.state));
    const again = Buffer.from(nak);
    again[1] = second.eap[1]!;
    expect((await ask(sessions, again, first.state)).outcome).toBe('discard');
  });

  test('takes the first that both know from a NAK of several', async () => {
    using sessions = eapSessions();
    const peer = new EapPeer({ method: 'md5', ...bob });
    const first = challenge(await ask(sessions, peer.hello(), undefined));
    const nak = Buffer.of(2, first.eap[1]!, 0, 8, 3, 13, 26, 4);
    expect(challenge(await ask(sessions, nak, first.state)).eap[4]).toBe(26);
  });

  test('of a peer that only ever acknowledges comes to an end', async () => {
    using sessions = eapSessions();
    let answer = await ask(sessions, new EapPeer({ method: 'peap', ...bob }).hello(), undefined);
    let rounds = 0;
    while (answer.outcome === 'challenge') {
      answer = await ask(sessions, Buffer.of(2, answer.eap[1]!, 0, 6, 25, 0), answer.state);
      rounds += 1;
    }
    expect(answer).toMatchObject({ outcome: 'reject', reason: 'tooManyRounds' });
    expect([rounds, sessions.tunnels]).toEqual([60, 0]);
  });
});

describe('the table', () => {
  test('forgets whoever is silent for a minute, and closes tunnels', async () => {
    const clock = new SimulatedTime();
    using sessions = eapSessions({ clock });
    const peer = new EapPeer({ method: 'peap', ...bob });
    const first = challenge(await ask(sessions, peer.hello(), undefined));
    await clock.advance(59_999);
    const second = challenge(await ask(sessions, await peer.answer(first.eap), first.state));
    await clock.advance(59_999);
    expect([sessions.size, sessions.tunnels]).toEqual([1, 1]);
    await clock.advance(1);
    expect([sessions.size, sessions.tunnels]).toEqual([0, 0]);
    const late = await ask(sessions, await peer.answer(second.eap), second.state);
    expect(late).toMatchObject({ outcome: 'reject', reason: 'unknownSession' });
    peer.close();
  });

  test('has bounds: the one silent longest goes', async () => {
    using sessions = eapSessions({ limits: { mostSessions: 3, mostTunnels: 2 } });
    const hello = new EapPeer({ method: 'peap', ...bob }).hello();
    const opened = [];
    for (let count = 0; count < 5; count++) opened.push(challenge(await ask(sessions, hello, undefined)));
    expect([sessions.size, sessions.tunnels]).toEqual([2, 2]);
    const nak = (of: { readonly eap: Buffer }): Buffer => Buffer.of(2, of.eap[1]!, 0, 6, 3, 4);
    expect(await ask(sessions, nak(opened[0]!), opened[0]!.state)).toMatchObject({ reason: 'unknownSession' });
    expect(challenge(await ask(sessions, nak(opened[4]!), opened[4]!.state)).eap[4]).toBe(4);
  });

  test('holds nothing after its end', async () => {
    const sessions = eapSessions();
    await ask(sessions, new EapPeer({ method: 'peap', ...bob }).hello(), undefined);
    sessions[Symbol.dispose]();
    expect([sessions.size, sessions.tunnels]).toEqual([0, 0]);
  });
});

test.each(['md5', 'msChapV2', 'ttlsMsChapV2', 'peap'] as const)(
  '%s with any octet changed on the way neither throws nor accepts a wrong password',
  async (method) => {
    const random = seededRandom(7);
    using sessions = eapSessions();
    for (let run = 0; run < 60; run++) {
      const peer = new EapPeer({ method, identity: 'bob', password: 'wrong' });
      const answer = peer.answer.bind(peer);
      peer.answer = async (request) => {
        const response = Buffer.from(await answer(request));
        if (random() < 0.5) response[Math.floor(random() * response.length)] = Math.floor(random() * 256);
        return random() < 0.1 ? response.subarray(0, Math.floor(random() * response.length)) : response;
      };
      const { outcome } = await talk(sessions, peer);
      expect(['reject', 'discard']).toContain(outcome);
    }
    expect(sessions.tunnels).toBeLessThanOrEqual(60);
  },
);
