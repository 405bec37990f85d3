import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nasPlan } from '#lab/nas/nasPlan.ts';
import { eventually } from '../support/eventually.ts';
import { startLab } from './labClient.ts';
import { startRouter } from './labRouter.ts';
import { RouterClient } from './routerClient.ts';

const LONG = { lastsMs: 60_000, delayMs: 40 };
const uptimeOf = async (client: RouterClient): Promise<string> =>
  (await client.rows('/system/resource/print'))[0]?.['uptime'] ?? '';

describe('faults', () => {
  test('drop: connections end, new ones are refused, and the router starts anew', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    const { api } = lab;
    lab.nas.device.inject('drop', LONG);
    await eventually(() => client.isClosed, 'closed');
    await expect(RouterClient.open(api)).rejects.toThrow('ECONNREFUSED');
    lab.nas.device.recover();
    await eventually(() => lab.nas.device.portOf('api') !== undefined, 'back');
    expect(lab.api).toEqual(api);
    using again = await lab.client();
    expect(await uptimeOf(again)).toMatch(/^\ds$/);
    const messages = (await again.rows('/log/print')).map(({ message }) => message);
    expect(messages[0]).toBe('router was rebooted without proper shutdown, probably power outage');
  });

  test('a reboot by command closes, and comes back by itself with its configuration', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    await client.ask('/system/identity/set', '=name=KEPT');
    client.send('/system/reboot');
    await eventually(() => client.isClosed, 'closed');
    expect(lab.nas.device.fault).toBe('reboot');
    lab.nas.device.inject('reboot', { lastsMs: 50, delayMs: 0 });
    await eventually(() => lab.nas.device.portOf('api') !== undefined, 'back');
    using again = await lab.client();
    expect(await uptimeOf(again)).toMatch(/^\ds$/);
    expect(await again.rows('/system/identity/print')).toEqual([{ name: 'KEPT' }]);
    expect(await again.rows('/ppp/active/print')).toEqual([]);
  });

  test('hang: connects, says nothing, and answers what was asked when it is over', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    lab.nas.device.inject('hang', LONG);
    client.send('/system/identity/print');
    using other = await RouterClient.open(lab.api);
    other.send('/login', '=name=lastmile', `=password=${lab.nas.password}`);
    using healthy = await RouterClient.open(lab.tls);
    expect(healthy.isClosed).toBe(false);
    const before = client.sentences.length;
    await eventually(() => lab.nas.device.connections === 2, 'both are there');
    expect([client.sentences.length, other.sentences.length, other.isClosed]).toEqual([before, 0, false]);
    lab.nas.device.recover();
    await eventually(() => client.sentences.length === before + 2 && other.sentences.length === 1, 'answered');
  });

  test('slow: every sentence takes its time', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    lab.nas.device.inject('slow', LONG);
    const begun = performance.now();
    expect(await client.rows('/ppp/profile/print')).toHaveLength(7);
    expect(performance.now() - begun).toBeGreaterThan(8 * 38);
  });

  test('wrong-password: everybody is put out and nobody gets in', async () => {
    await using lab = await startRouter('6.40.9', 'RB951');
    using client = await lab.client();
    lab.nas.device.inject('wrong-password', LONG);
    await eventually(() => client.isClosed, 'closed');
    await expect(lab.client()).rejects.toThrow('cannot log in');
    lab.nas.device.recover();
    using again = await lab.client();
    expect(again.isClosed).toBe(false);
  });

  test('garbage: bytes come, but no sentence that was meant', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    const chunks: Buffer[] = [];
    client.socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    lab.nas.device.inject('garbage', LONG);
    client.send('/system/resource/print');
    await eventually(() => Buffer.concat(chunks).length > 100, 'bytes');
    expect(Buffer.concat(chunks).includes('uptime')).toBe(false);
  });

  test('half-open: the old connection is silent, not closed, while a new one works', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    lab.nas.device.inject('half-open', LONG);
    const before = client.sentences.length;
    client.send('/system/identity/print');
    using fresh = await lab.client();
    expect(await fresh.rows('/system/identity/print')).toHaveLength(1);
    expect([client.sentences.length, client.isClosed]).toEqual([before, false]);
    lab.nas.device.recover();
    await eventually(() => client.isClosed, 'reset in the end');
    expect(fresh.isClosed).toBe(false);
  });
});

const Router = z.object({
  name: z.string(),
  tenantSlug: z.string(),
  branchName: z.string(),
  address: z.string(),
  apiPort: z.int().nullable(),
  apiTlsPort: z.int().nullable(),
  model: z.string(),
  version: z.string(),
  user: z.string(),
  password: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  fault: z.string(),
  isListening: z.boolean(),
});
const planned = nasPlan.flatMap(({ branches }) => branches.flatMap(({ routers }) => routers));

describe('the control port', () => {
  test('lists the routers of the demonstration, the same for the same seed', async () => {
    await using lab = await startLab(1);
    await using twin = await startLab(1);
    await using other = await startLab(1, { seed: '2' });
    const passwords = async (of: typeof lab) => (await of.get('/nas', z.array(Router))).map(({ password }) => password);
    const routers = await lab.get('/nas', z.array(Router));
    expect(routers.map(({ name }) => name)).toEqual(planned.map(({ name }) => name));
    expect(new Set(routers.map(({ address }) => address)).size).toBe(12);
    expect(await passwords(twin)).toEqual(await passwords(lab));
    expect(await passwords(other)).not.toEqual(await passwords(lab));
    const { address, apiPort, user, password } = routers[0]!;
    using client = await RouterClient.open({ host: address, port: apiPort ?? 0 });
    await client.logIn(user, password);
    expect(await client.rows('/system/identity/print')).toEqual([{ name: 'NAS-WESTLANDS-1' }]);
  });

  test('breaks, changes and multiplies them, and tells what it refuses', async () => {
    await using lab = await startLab(1);
    const name = 'NAS-KISUMU';
    const state = async () => (await lab.get('/nas', z.array(Router))).find((one) => one.name === name);
    expect(await lab.post('/nas/faults', { name, fault: 'drop', seconds: 60 })).toBe(200);
    expect(await state()).toMatchObject({ fault: 'drop', isListening: false, apiPort: expect.any(Number) as number });
    expect(await lab.post('/nas/faults', { name, fault: 'none' })).toBe(200);
    expect(await lab.post('/nas/command', { name, words: ['/system/identity/set', '=name=BEHIND'] })).toBe(200);
    expect(await lab.post('/nas/command', { name, words: ['/system/identity/explode'] })).toBe(400);
    expect(await lab.post('/nas/paste', { name, script: '/ip dns set servers=9.9.9.9' })).toBe(200);
    expect(await lab.post('/nas/faults', { name: 'NOBODY', fault: 'drop' })).toBe(404);
    expect(await lab.post('/nas/faults', { name, fault: 'explode' })).toBe(400);
    expect(await lab.post('/nas/extra', { count: 300 })).toBe(200);
    expect(await lab.get('/nas', z.array(Router))).toHaveLength(312);
    expect(await lab.post('/nas/extra', { count: 0 })).toBe(200);
    expect(await lab.get('/nas', z.array(Router))).toHaveLength(12);
  });
});
