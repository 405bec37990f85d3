import { mkdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controlPlace } from '#server/radius/control/controlPlace.ts';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { eventually } from '../../support/eventually.ts';
import { threadMs } from '../../support/processorTime.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { controlLinkIn, controlServerIn } from './controlPair.ts';

const policyOf = (index: number): SubscriptionPolicy => ({
  tenantId: '0192a0c4-7e1a-7000-8000-000000000001',
  subscriptionId: `0192a0c4-7e1a-7000-8000-${String(index).padStart(12, '0')}`,
  version: 3,
  username: `user${String(index).padStart(6, '0')}`,
  password: `pass${String(index).padStart(6, '0')}`,
  accessTypes: ['pppoe'],
  standing: 'open',
  validUntil: 1_790_000_000_000,
  reply: 7,
  afterReply: 8,
  endsAtExpiry: true,
  macs: ['02:00:00:00:00:01'],
  macBinding: 'firstUse',
  macLogin: false,
  sessions: 1,
  sessionPolicy: 'newestWins',
  pool: 4,
  framedRoutes: [],
  nasIds: [],
});

describe('the control socket', () => {
  test('carries what main says and what the process answers', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    const main = await controlLinkIn(folder.path);
    expect(main.link).toMatchObject({ speaks: 'same', hello: { pid: globalThis.process.pid } });
    main.link.channel.send({ say: 'position', tenantId: 't', position: '12' });
    await eventually(() => process.heard.length === 1, 'the process hears');
    process.server.send({ say: 'position', tenantId: 't', position: '12' });
    await eventually(() => main.heard.length === 1, 'main hears');
    expect([process.heard, main.heard]).toEqual([
      [{ say: 'position', tenantId: 't', position: '12' }],
      [{ say: 'position', tenantId: 't', position: '12' }],
    ]);
  });

  test('is for this user alone', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    expect(process.server.connected).toBe(false);
    const { folder: inside, socket, tokenFile } = controlPlace(folder.path);
    expect([inside, socket, tokenFile].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual([
      '700',
      '600',
      '600',
    ]);
  });

  test('works in a folder whose name is too long for a socket', async () => {
    using folder = temporaryFolder();
    const deep = join(folder.path, 'd'.repeat(120));
    mkdirSync(deep);
    await using process = await controlServerIn(deep);
    const main = await controlLinkIn(deep);
    main.link.channel.send({ say: 'load', load: 1 });
    await eventually(() => process.heard.length === 1, 'the process hears');
  });

  test('refuses whoever has not the token', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    await expect(controlLinkIn(folder.path, { token: 'x'.repeat(43) })).rejects.toThrow('another token');
    expect(process.mains).toEqual([]);
  });

  test('a newer main replaces the older one, which is told', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    const older = await controlLinkIn(folder.path);
    const newer = await controlLinkIn(folder.path);
    await eventually(() => older.ends.length === 1, 'the older link ends');
    expect(older.ends[0]?.bye).toBe('replaced');
    newer.link.channel.send({ say: 'load', load: 2 });
    await eventually(() => process.heard.length === 1, 'the newer one is heard');
    expect(process.server.connected).toBe(true);
  });

  test('a process of another protocol understands nothing but stop', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path, 99);
    const main = await controlLinkIn(folder.path);
    expect(main.link).toMatchObject({ speaks: 'other', hello: { protocol: 99 } });
    main.link.channel.send({ say: 'stop' });
    await eventually(() => process.heard.length === 1, 'it hears');
    expect(process.heard).toEqual([{ say: 'stop' }]);
  });

  test('who only wants it to stop does not take the place of main', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    const main = await controlLinkIn(folder.path);
    const other = await controlLinkIn(folder.path, { onlyToStop: true });
    other.link.channel.send({ say: 'stop' });
    await eventually(() => process.heard.length === 1, 'it hears');
    expect(main.ends).toEqual([]);
    expect(process.mains).toEqual([true]);
  });

  test('carries 100,000 policies, each of them read, both ends in one process, in seconds', async () => {
    using folder = temporaryFolder();
    let policies = 0;
    await using process = await controlServerIn(folder.path);
    process.heard.push = (message) => (policies += message.say === 'policies' ? message.policies.length : 0);
    const { link } = await controlLinkIn(folder.path);
    const begun = threadMs();
    for (let from = 0; from < 100_000; from += 100) {
      const page = Array.from({ length: 100 }, (_, index) => policyOf(from + index));
      if (!link.channel.send({ say: 'policies', policies: page })) await link.channel.ready();
    }
    await eventually(() => policies === 100_000, 'all have come');
    const perSecond = 100_000_000 / (threadMs() - begun);
    expect(perSecond).toBeGreaterThan(20_000);
  });

  test.each([
    ['a length of 4 GB', Buffer.from('ffffffff', 'hex')],
    ['a length of zero', Buffer.alloc(4)],
    ['no JSON', Buffer.from('\0\0\0\x02{{')],
    ['no message', Buffer.from('\0\0\0\x02{}')],
    ['a long first frame', Buffer.from('00100000', 'hex')],
  ])('closes a connection that brings %s, and goes on', async (_what, bytes) => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    const socket = connect(controlPlace(folder.path).socket);
    socket.write(bytes);
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    await promise;
    expect(process.troubles).toHaveLength(1);
    expect((await controlLinkIn(folder.path)).link.speaks).toBe('same');
  });

  test('a message that is no message ends the link of main without its values in the error', async () => {
    using folder = temporaryFolder();
    await using process = await controlServerIn(folder.path);
    const { link, ends } = await controlLinkIn(folder.path);
    const wrong = { ...policyOf(1), reply: -1, password: 'hunter2' };
    link.channel.send({ say: 'policies', policies: [wrong] });
    await eventually(() => ends.length === 1, 'it is closed');
    expect(process.troubles[0]?.message).toContain('policies.0.reply');
    expect(process.troubles[0]?.message).not.toContain('hunter2');
  });
});
