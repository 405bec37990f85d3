import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AlarmNetwork } from '#lab/alarmSource/alarmNetwork.ts';
import { realClock } from '#lab/labClock.ts';
import { eventually } from '../support/eventually.ts';
import { startCollector, type Collector } from './collector.ts';
import { asModelTruth, startLab, truthOf } from './labClient.ts';

function startNetwork(collector: Collector, alarmsPerMinute = 0): AlarmNetwork & Disposable {
  const network = new AlarmNetwork({
    collector: { host: '127.0.0.1', port: collector.port },
    seed: 7,
    clock: realClock,
    alarmsPerMinute,
    heartbeatMs: 1000,
  });
  network.start();
  return Object.assign(network, { [Symbol.dispose]: () => network.stop() });
}

const everyoneIsConnected = (collector: Collector) => (): boolean => {
  const { connectedSources, sources } = collector.feature.stats();
  return connectedSources === sources;
};

function toldTheTruth(collector: Collector, network: AlarmNetwork): boolean {
  return collector.model.truth.join() === asModelTruth(network.truth(), collector.tenants).join();
}

const alarm = (resource: string) => ({
  resource,
  probableCause: 'lossOfSignal',
  severity: 'major' as const,
  eventType: 'communicationsAlarm',
  text: 'Feeder fibre "dark" [test] \\ ü',
});

describe('a storm', () => {
  test('of 50,000 reports about 5,000 alarms in 5 s loses none, and both sides agree at its end', async () => {
    await using collector = await startCollector();
    await using lab = await startLab(collector.port);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    const { model } = collector;
    const begun = performance.now();
    expect(await lab.post('/storm', { alarms: 5_000, reports: 50_000, seconds: 5 })).toBe(200);
    await eventually(() => model.raises + model.clears - own(collector) >= 50_000, 'all reports');
    const tookMs = performance.now() - begun;
    const progress = await lab.get(
      '/storm',
      z.object({ reports: z.int(), raises: z.int(), clears: z.int(), done: z.boolean() }),
    );
    expect(progress).toMatchObject({ reports: 50_000, done: true });
    expect(model.raises).toBe(progress.raises);
    expect(model.clears - own(collector)).toBe(progress.clears);
    expect(model.truth).toEqual(await truthOf(lab, collector.tenants));
    expect(new Set([...model.alarms.values()].map(({ source }) => source)).size).toBe(5_000);
    expect(tookMs).toBeLessThan(15_000);
    await lab.post('/calm', {});
    await eventually(() => model.truth.length === 0, 'calm');
  });

  /** Every source's first word clears the alarm about its silence that may stand from before. */
  const own = (collector: Collector): number => collector.feature.stats().sources;
});

describe('faults of some devices', () => {
  test('do not slow down the others, and all are told the truth about in the end', async () => {
    await using collector = await startCollector();
    using network = startNetwork(collector);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    const [garbage, hanging, slow, halfOpen, dropping, healthy] = [
      'OLT-WESTLANDS-1',
      'OLT-KILIMANI-1',
      'OLT-NYALI-1',
      'OLT-KISUMU-1',
      'OLT-UTTARA-1',
      'OLT-MIRPUR-1',
    ].map((name) => network.device(name)!);
    const faulty = [garbage!, hanging!, slow!, halfOpen!, dropping!];
    garbage!.link.inject('garbage', 0);
    hanging!.link.inject('hang', 60_000);
    slow!.link.inject('slow', 60_000);
    halfOpen!.link.inject('half-open', 60_000);
    dropping!.link.inject('drop', 0);
    for (const device of faulty)
      for (let port = 0; port < 20; port++) device.raise(alarm(`${device.options.plan.hostname}/f/${port}`));

    const latencies: number[] = [];
    for (let port = 0; port < 200; port++) {
      const name = `OLT-MIRPUR-1/h/${port}`;
      const told = Promise.withResolvers<number>();
      collector.model.onCommand = ({ source }, at) => {
        if (source === name) told.resolve(at);
      };
      const raisedAt = performance.now();
      healthy!.raise(alarm(name));
      latencies.push((await told.promise) - raisedAt);
      if (port % 20 === 0) garbage!.link.inject('garbage', 0);
    }
    const p99 = latencies.toSorted((a, b) => a - b)[197]!;
    expect(p99).toBeLessThan(200);
    expect(toldTheTruth(collector, network)).toBe(false);
    expect(collector.feature.stats().listener?.closed.framing).toBeGreaterThan(0);

    for (const device of faulty) device.link.recover();
    await eventually(() => toldTheTruth(collector, network), 'both sides agree');
    const states = [...collector.model.alarms.values()].filter(({ cause }) => cause !== 'sourceSilent');
    expect(states.every(({ episode }) => episode === 1)).toBe(true);
  });

  test('a device that restarts without closing is heard on its new connection', async () => {
    await using collector = await startCollector();
    using network = startNetwork(collector);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    const device = network.device('OLT-KISUMU-1')!;
    device.link.inject('half-open', 60_000);
    await eventually(() => device.link.connects === 2 && device.link.connected, 'it is back');
    device.raise(alarm('OLT-KISUMU-1/0/1'));
    await eventually(() => toldTheTruth(collector, network), 'the alarm is known');
    expect(collector.state('OLT-KISUMU-1')).toBe('receiving');
  });
});

describe('after a reconnect', () => {
  test('what stood goes on as the same episode, what ended meanwhile is cleared, what began is raised', async () => {
    await using collector = await startCollector();
    using network = startNetwork(collector);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    const device = network.device('OLT-KILIMANI-1')!;
    for (const port of [1, 2, 3]) device.raise(alarm(`OLT-KILIMANI-1/0/${port}`));
    await eventually(() => toldTheTruth(collector, network), 'three alarms');
    device.link.inject('drop', 0);
    device.clear(alarm('OLT-KILIMANI-1/0/2'));
    device.raise(alarm('OLT-KILIMANI-1/0/4'));
    expect(toldTheTruth(collector, network)).toBe(false);
    await eventually(() => toldTheTruth(collector, network), 'both sides agree again');
    const { model } = collector;
    expect(model.named('OLT-KILIMANI-1/0/1', 'lossOfSignal')).toMatchObject({ standing: true, episode: 1 });
    expect(model.named('OLT-KILIMANI-1/0/2', 'lossOfSignal')).toMatchObject({
      standing: false,
      clearReason: 'not re-sent after reconnect',
    });
    expect(model.named('OLT-KILIMANI-1/0/4', 'lossOfSignal')).toMatchObject({ standing: true, episode: 1 });
  });

  test('that is made because a device was registered while it was speaking, its whole list is known', async () => {
    await using collector = await startCollector({ registeredLater: true });
    using network = startNetwork(collector);
    const device = network.device('OLT-KILIMANI-1')!;
    device.raise(alarm('OLT-KILIMANI-1/0/1'));
    await eventually(
      () => collector.feature.unknownSenders().length === network.devices.length,
      'everybody is a stranger',
    );
    expect(collector.model.asks).toBe(0);
    await collector.register();
    await eventually(
      () => device.link.connects === 2 && collector.model.truth.length > 0 && toldTheTruth(collector, network),
      'both sides agree',
    );
    expect(collector.model.truth).toHaveLength(1);
  });

  test('a device actor that crashes in the middle of a storm loses and doubles nothing', async () => {
    await using collector = await startCollector();
    using network = startNetwork(collector);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    const storm = network.storm({ alarms: 500, reports: 10_000, seconds: 1 });
    let next = 1_000;
    await eventually(() => {
      if (next <= 3_000 && collector.model.raises > next) {
        next += 1_000;
        for (const device of ['OLT-WESTLANDS-1', 'OLT-MIRPUR-2']) collector.crash(device);
      }
      return storm.progress.done && toldTheTruth(collector, network) && collector.model.raises >= storm.progress.raises;
    }, 'the end of the storm');
    expect(next).toBe(4_000);
    expect(collector.model.raises).toBe(storm.progress.raises);
  });

  test('a database that is away meanwhile delays everything and loses nothing', async () => {
    await using collector = await startCollector();
    using network = startNetwork(collector);
    await eventually(everyoneIsConnected(collector), 'every device is connected');
    collector.model.refusing = () => ({ ok: false, code: 'storage/unavailable', message: 'away' });
    const storm = network.storm({ alarms: 500, reports: 20_000, seconds: 1 });
    await storm.done;
    const away = collector.feature.stats().listener;
    expect(collector.model.raises).toBe(0);
    expect(away?.pendingBytes).toBeLessThan(20 * 300 * 1024);
    collector.model.refusing = () => undefined;
    await eventually(
      () => toldTheTruth(collector, network) && collector.model.raises >= storm.progress.raises,
      'both sides agree',
    );
    expect(collector.model.raises).toBe(storm.progress.raises);
  });
});

test('a source that hangs becomes silent, gets its alarm, and loses it by its next word', async () => {
  await using collector = await startCollector({ silentAfterMs: 1_500, alarmAfterMs: 300 });
  using network = startNetwork(collector);
  await eventually(everyoneIsConnected(collector), 'every device is connected');
  const device = network.device('NAS-NYALI')!;
  const silence = () => collector.model.named('NAS-NYALI', 'sourceSilent');
  device.link.inject('hang', 60_000);
  await eventually(() => silence()?.standing === true, 'the alarm about its silence');
  expect(collector.state('NAS-NYALI')).toBe('silent');
  device.link.recover();
  await eventually(() => silence()?.standing === false, 'it is heard again');
  expect(silence()).toMatchObject({ episode: 1, clearReason: 'heard again' });
  expect(collector.state('NAS-NYALI')).toBe('receiving');
  expect(collector.model.named('NAS-AGRABAD', 'sourceSilent')).toBeUndefined();
});
