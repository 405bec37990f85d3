import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { availableMemory } from 'node:process';

const shared = '/dev/shm';
const prefix = 'lastmile-tests-';
const GIGABYTE = 2 ** 30;

/**
 * A folder in memory for all the databases that this run makes and throws away; gone when this process ends. Copying
 * one takes a tenth of what it takes on a disk. Undefined where there is too little memory or no such file system:
 * then they lie in the temporary folder of the system.
 */
export function memoryFolder(): string | undefined {
  try {
    if (!fits()) return undefined;
    removeRemnants();
    const path = join(shared, `${prefix}${process.pid}`);
    mkdirSync(path);
    // As the temporary folder of the system is: databases belong to another user when root runs the tests.
    chmodSync(path, 0o1777);
    process.once('exit', () => rmSync(path, { recursive: true, force: true }));
    return path;
  } catch {
    return undefined;
  }
}

function fits(): boolean {
  const { bavail, bsize } = statfsSync(shared);
  const options = /^\S+ \/dev\/shm tmpfs (\S+)/m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1];
  if (options === undefined || options.split(',').includes('noexec')) return false;
  return bavail * bsize > 6 * GIGABYTE && availableMemory() > 8 * GIGABYTE;
}

/** Of runs that were killed; the number is that of their process. */
function removeRemnants(): void {
  for (const name of readdirSync(shared).filter((one) => one.startsWith(prefix))) {
    try {
      process.kill(Number(name.slice(prefix.length)), 0);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) continue;
      rmSync(join(shared, name), { recursive: true, force: true });
    }
  }
}
