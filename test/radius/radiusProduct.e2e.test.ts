import { createSocket } from 'node:dgram';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { launch, type Launched, ownSettings } from '../support/launch.ts';
import { readPid } from '../support/readPid.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => void socket.bind(0, '127.0.0.1', bound));
  const { port } = socket.address();
  await new Promise<void>((closed) => void socket.close(closed));
  return port;
}

/** Process numbers after a word in the log of main, in order. */
function pidsAfter(main: Launched, word: string): readonly number[] {
  return main
    .output()
    .split('\n')
    .filter((line) => line.includes(`"msg":"${word}"`))
    .map((line) => Number(/"pid":\d+.*"pid":(\d+)/.exec(line)?.[1]));
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('the RADIUS process outlives main, is adopted by the next, comes back when it is killed, and ends with the product (operators 2)', async () => {
  using folder = temporaryFolder();
  const env = {
    ...(await ownSettings(folder.path)),
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_LAB_NAS_PORT: '0',
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_ADDRESSES: '127.0.0.1',
    LASTMILE_RADIUS_AUTH_PORT: String(await freeUdpPort()),
    LASTMILE_RADIUS_ACCT_PORT: String(await freeUdpPort()),
    LASTMILE_LOG_LEVEL: 'info',
  };
  const start = (): Launched => launch({ args: ['--without-client'], env });

  const first = start();
  await first.ready();
  await eventually(() => pidsAfter(first, 'RADIUS runs').length === 1, 'RADIUS runs');
  const [pid] = pidsAfter(first, 'RADIUS runs');
  first.child.kill('SIGKILL');
  await first.exited;
  expect(lives(pid!)).toBe(true);

  await using second = start();
  await second.ready();
  await eventually(() => pidsAfter(second, 'the RADIUS process is adopted').length === 1, 'it is adopted');
  expect(pidsAfter(second, 'the RADIUS process is adopted')).toEqual([pid]);

  // Niceness: what can wait gives way to whoever dials in.
  const mayComeFirst = process.getuid?.() === 0;
  expect([getPriority(second.child.pid!), getPriority(pid!)]).toEqual([5, mayComeFirst ? -10 : 5]);

  const killedAt = performance.now();
  process.kill(pid!, 'SIGKILL');
  await eventually(() => pidsAfter(second, 'RADIUS runs').length === 1, 'it runs again');
  // A second is what it is to take; machines that run tests are busy.
  expect(performance.now() - killedAt).toBeLessThan(10_000);
  const [next] = pidsAfter(second, 'RADIUS runs');
  expect(next).not.toBe(pid);

  second.child.kill('SIGTERM');
  expect(await second.exited).toBe(0);
  expect(lives(next!)).toBe(false);

  // After a power cut, and the database does not come.
  await using third = launch({
    args: ['--without-client'],
    env: { ...env, DATABASE_URL: 'postgres://lastmile@127.0.0.1:1/lastmile' },
  });
  expect(await third.exited).not.toBe(0);
  let last: number | undefined;
  await eventually(
    () => {
      last = readPid(join(folder.path, 'radius/radius.pid'));
      return last !== undefined && last !== next && lives(last);
    },
    'RADIUS serves alone',
    60_000,
  );
  process.kill(last!, 'SIGTERM');
  await eventually(() => !lives(last!), 'it ends when it is asked to');
}, 180_000);
