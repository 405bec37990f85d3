import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { startLab, type LabProcess } from './labClient.ts';
import { SECRET, startResponder, type Responder } from './radiusResponder.ts';

const Summary = z.array(
  z.object({ name: z.string(), lines: z.int(), online: z.int(), accounting: z.object({ backlog: z.int() }) }),
);

async function summary(
  lab: LabProcess,
): Promise<{ readonly lines: number; readonly online: number; readonly backlog: number }> {
  const routers = await lab.get('/nas/lines', Summary);
  const sum = (of: (one: z.infer<typeof Summary>[number]) => number): number =>
    routers.reduce((total, one) => total + of(one), 0);
  return {
    lines: sum(({ lines }) => lines),
    online: sum(({ online }) => online),
    backlog: sum((one) => one.accounting.backlog),
  };
}

async function until(
  lab: LabProcess,
  is: (now: Awaited<ReturnType<typeof summary>>) => boolean,
  what: string,
): Promise<void> {
  let now = await summary(lab);
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    now = await summary(lab);
    asking = undefined;
  };
  await eventually(() => {
    asking ??= ask();
    return is(now);
  }, what);
  await asking;
}

const point = (lab: LabProcess, { authPort, acctPort }: Responder, interimSeconds = 1): Promise<number> =>
  lab.post('/nas/radius', {
    servers: [
      { address: '127.0.0.1', secret: SECRET, authenticationPort: authPort, accountingPort: acctPort, timeoutMs: 1000 },
    ],
    incomingPort: null,
    interimSeconds,
  });

const Truth = z.object({
  total: z.int(),
  sessions: z.array(
    z.object({
      name: z.string(),
      username: z.string(),
      acctSessionId: z.string(),
      cause: z.string().nullable(),
      usage: z.object({ received: z.number(), sent: z.number() }),
      acknowledged: z.object({ received: z.number(), sent: z.number() }),
    }),
  ),
});

async function truthOf(lab: LabProcess, body: unknown): Promise<z.infer<typeof Truth>> {
  const response = await fetch(`http://127.0.0.1:${lab.controlPort}/nas/truth`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return Truth.parse(await response.json());
}

describe('the control port', () => {
  test('lets the demonstration dial as soon as the routers know a server', async () => {
    await using server = await startResponder();
    await using lab = await startLab(1);
    const { lines, online } = await summary(lab);
    expect(lines).toBeGreaterThan(400);
    expect(online).toBe(0);
    expect(await point(lab, server)).toBe(200);
    await until(lab, (now) => now.online === lines, 'everybody is online');
    expect(new Set(server.access.map(({ from }) => from.address)).size).toBe(12);
  });

  test('adds equipment, lets it act, and tells the truth of what it moved', async () => {
    await using server = await startResponder();
    await using lab = await startLab(1, { 'nas-subscribers': 'none' });
    await point(lab, server);
    const name = 'NAS-KISUMU';
    const line = { username: 'a', password: 'x', mac: 'D8:32:14:00:00:01', behaviour: 'manual', isSilent: true };
    expect(await lab.post('/nas/lines', { name, lines: [line] })).toBe(200);
    expect(await lab.post('/nas/lines/act', { username: 'a', act: 'dial' })).toBe(200);
    await until(lab, ({ online }) => online === 1, 'it is online');
    expect(await lab.post('/nas/lines/act', { username: 'a', act: 'move', received: 7, sent: 5e9 })).toBe(200);
    expect(await lab.post('/nas/lines/act', { username: 'a', act: 'hang-up' })).toBe(200);
    await until(lab, ({ online, backlog }) => online === 0 && backlog === 0, 'it is told');
    expect(await truthOf(lab, { username: 'a' })).toMatchObject({
      total: 1,
      sessions: [
        { name, usage: { received: 7, sent: 5e9 }, acknowledged: { received: 7, sent: 5e9 }, cause: 'User-Request' },
      ],
    });
    expect(await lab.post('/nas/lines/act', { username: 'b', act: 'dial' })).toBe(404);
    expect(await lab.post('/nas/lines/act', { username: 'a', act: 'move', sent: 1 })).toBe(409);
    expect(await lab.post('/nas/lines', { name, lines: [{ ...line, mac: 'none' }] })).toBe(400);
  });

  test('brings thousands back within seconds after a storm', async () => {
    await using server = await startResponder();
    await using lab = await startLab(1, { 'nas-subscribers': 'none' });
    await point(lab, server, 300);
    await lab.post('/nas/redial', { first: { leastMs: 0, mostMs: 2000 } });
    expect(await lab.post('/nas/lines/generate', { count: 3000 })).toBe(200);
    await until(lab, ({ online, backlog }) => online === 3000 && backlog === 0, 'everybody is online');
    const before = server.accounting.length;
    expect(await lab.post('/nas/storm', { seconds: 4, how: 'reboot' })).toBe(200);
    await until(lab, ({ online }) => online === 0, 'everybody is gone');
    await until(lab, ({ online, backlog }) => online === 3000 && backlog === 0, 'everybody is back');
    expect(server.accounting.length - before).toBeGreaterThanOrEqual(3000);
    const truth = await truthOf(lab, { limit: 100_000 });
    expect(truth.total).toBe(6000);
    expect(new Set(truth.sessions.map((one) => `${one.name} ${one.acctSessionId}`)).size).toBe(6000);
  });
});
