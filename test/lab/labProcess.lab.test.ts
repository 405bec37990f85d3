import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { startCollector } from './collector.ts';
import { startLab, truthOf } from './labClient.ts';

const Devices = z.array(
  z.object({
    tenantSlug: z.string(),
    branchName: z.string(),
    name: z.string(),
    address: z.string(),
    hostname: z.string(),
    connected: z.boolean(),
  }),
);
const root = new URL('../../', import.meta.url).pathname;

describe('the control port', () => {
  test('lists devices, raises, clears, and tells what it refuses', async () => {
    await using collector = await startCollector();
    await using lab = await startLab(collector.port);
    const devices = await lab.get('/devices', Devices);
    expect(devices).toHaveLength(21);
    expect(devices[0]).toMatchObject({
      tenantSlug: 'savanna-fibre',
      branchName: 'Westlands',
      address: '127.41.1.11',
      hostname: 'OLT-WESTLANDS-1',
    });
    await eventually(() => collector.feature.stats().connectedSources === 21, 'every device is connected');

    const named = { hostname: 'OLT-WESTLANDS-1', resource: 'OLT-WESTLANDS-1/0/3/7', probableCause: 'lossOfSignal' };
    expect(await lab.post('/raise', { ...named, severity: 'critical' })).toBe(200);
    await eventually(() => collector.model.truth.length === 1, 'the alarm is known');
    expect(collector.model.truth).toEqual(await truthOf(lab, collector.tenants));
    expect(await lab.post('/clear', named)).toBe(200);
    await eventually(() => collector.model.truth.length === 0, 'it is cleared');

    expect(await lab.post('/clear', named)).toBe(404);
    expect(await lab.post('/raise', { hostname: 'NOBODY' })).toBe(404);
    expect(await lab.post('/raise', { hostname: 7 })).toBe(400);
    expect(await lab.post('/storm', { alarms: 5, seconds: 1, tenantSlug: 'nobody' })).toBe(404);
    expect(await lab.post('/faults', { hostname: 'OLT-WESTLANDS-1', fault: 'explode' })).toBe(400);
    expect(await lab.post('/nothing', {})).toBe(404);
    expect(await lab.post('/pause', { paused: true })).toBe(200);
    expect(await lab.post('/rate', { alarmsPerMinute: 0 })).toBe(200);
  });
});

describe('the process', () => {
  test.for([
    { how: 'with a channel to it', stdio: `['ignore','inherit','inherit','ipc']` },
    { how: 'without one', stdio: `['ignore','inherit','inherit']` },
  ])('ends when the process that started it is killed, $how', async ({ stdio }) => {
    const script = `
      const child = require('node:child_process').spawn(process.execPath,
        ['lab/main.ts', '--control-port', '0', '--syslog-port', '1'], { stdio: ${stdio} });
      console.error(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const firstLine = (stream: NodeJS.ReadableStream): Promise<string> =>
      new Promise((resolve) => createInterface({ input: stream }).once('line', resolve));
    const [pid] = await Promise.all([firstLine(parent.stderr), firstLine(parent.stdout)]);
    const lab = z.coerce.number().int().positive().parse(pid);
    expect(isRunning(lab)).toBe(true);
    parent.kill('SIGKILL');
    await eventually(() => !isRunning(lab), 'the lab ends');
  });

  test('says what is wrong with its settings', async () => {
    const child = spawn(process.execPath, ['lab/main.ts', '--control-port', 'none'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(code).toBe(2);
    expect(Buffer.concat(chunks).toString()).toContain('control-port');
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
