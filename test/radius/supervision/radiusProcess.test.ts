import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Supervisor } from '#actors/system/supervisor.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { RadiusLine } from '#server/radius/supervision/radiusLine.ts';
import { radiusProcess } from '#server/radius/supervision/radiusProcess.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

interface Main extends AsyncDisposable {
  readonly line: RadiusLine;
  readonly alarm: string[];
  readonly pids: number[];
  leave(): Promise<void>;
}

/** Main as far as the process is concerned. */
async function mainIn(dataDir: string, build = 'b1'): Promise<Main> {
  const line = new RadiusLine((error) => {
    throw error;
  });
  const alarm: string[] = [];
  const pids: number[] = [];
  line.listen({ up: ({ pid }) => void pids.push(pid) });
  let stays = false;
  const supervisor = new Supervisor('root', 'root', {
    clock: systemClock,
    random: () => 0.5,
    onCrash: () => undefined,
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
    onChange: () => undefined,
  });
  await supervisor.run(
    radiusProcess({
      config: loadConfig({ LASTMILE_DATA_DIR: dataDir }),
      build,
      clock: systemClock,
      log: createLogger({ level: 'silent', format: 'json' }),
      line,
      alarm: {
        up: () => void alarm.push('up'),
        down: (error) => void alarm.push(error instanceof Error ? error.message : ''),
      },
      stays: () => stays,
      entry: join(import.meta.dirname, 'radiusMain.ts'),
    }),
  );
  return {
    line,
    alarm,
    pids,
    async leave() {
      stays = true;
      await supervisor.stop();
    },
    [Symbol.asyncDispose]: () => supervisor.stop(),
  };
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the RADIUS process', () => {
  test('is started by main, and ends with it', async () => {
    using folder = temporaryFolder();
    let pid: number | undefined;
    {
      await using main = await mainIn(folder.path);
      pid = main.line.hello?.pid;
      expect(pid).not.toBe(process.pid);
      await eventually(() => main.alarm[0] === 'up', 'all is well');
    }
    await eventually(() => !lives(pid!), 'it is gone');
  });

  test('goes on when main leaves it alone, and is adopted by the next', async () => {
    using folder = temporaryFolder();
    const first = await mainIn(folder.path);
    await first.leave();
    expect(lives(first.pids[0]!)).toBe(true);
    await using second = await mainIn(folder.path);
    expect(second.pids).toEqual(first.pids);
  });

  test('is replaced by one of another build', async () => {
    using folder = temporaryFolder();
    const first = await mainIn(folder.path, 'b1');
    await first.leave();
    await using second = await mainIn(folder.path, 'b2');
    expect(second.line.hello?.build).toBe('b2');
    expect(second.pids).toHaveLength(1);
    expect(second.pids).not.toEqual(first.pids);
    await eventually(() => !lives(first.pids[0]!), 'the older one is gone');
  });

  test('is back within a second when it was killed', async () => {
    using folder = temporaryFolder();
    await using main = await mainIn(folder.path);
    const killedAt = performance.now();
    process.kill(main.pids[0]!, 'SIGKILL');
    await eventually(() => main.pids.length === 2, 'it runs again');
    // On a machine that is busy with other tests.
    expect(performance.now() - killedAt).toBeLessThan(3_000);
  });

  test('replaces one that hangs', async () => {
    using folder = temporaryFolder();
    const first = await mainIn(folder.path, 'b1');
    await first.leave();
    process.kill(first.pids[0]!, 'SIGSTOP');
    await using second = await mainIn(folder.path, 'b1');
    await eventually(() => second.pids.length === 1, 'another one runs');
    expect(lives(first.pids[0]!)).toBe(false);
  }, 30_000);

  test('says in plain words why it does not start, and starts as soon as it can', async () => {
    using folder = temporaryFolder();
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'refuse'), '');
    await using main = await mainIn(folder.path);
    expect(main.alarm[0]).toBe('Port 1812 on 0.0.0.0 (RADIUS) is in use by another program.');
    rmSync(join(folder.path, 'refuse'));
    await eventually(() => main.pids.length === 1, 'it runs');
    await eventually(() => main.alarm.at(-1) === 'up', 'all is well');
  });
});
