import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../support/launch.ts';

test.each([
  [0, 5],
  [10, 10],
])(
  'started with niceness %i it gives way to RADIUS with %i, and asks for nothing it may not have',
  (began, becomes) => {
    const program = `
    const { giveWayToRadius } = await import('./server/platform/process/giveWayToRadius.ts');
    giveWayToRadius();
    process.stdout.write(String((await import('node:os')).getPriority()));`;
    const args = ['-n', String(began), process.execPath, '--input-type=module', '-e', program];
    const { stdout, stderr } = spawnSync('nice', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    expect({ stdout, stderr }).toEqual({ stdout: String(becomes), stderr: '' });
  },
);
