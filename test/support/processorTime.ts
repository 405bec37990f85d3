import { readdirSync, readFileSync } from 'node:fs';

/** ms for which a processor worked for this thread: what it takes to compute something, however busy the machine is. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** The same of the whole process, with its pool of threads. */
export function processMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * The same of another process and of all that it started, whether it has ended by now or not. Infinity where the system
 * does not tell, which is elsewhere than on Linux.
 */
export function treeMs(pid: number): number {
  if (process.platform !== 'linux') return Infinity;
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)));
  const total = (parent: number): number =>
    all.filter((one) => one.parent === parent).reduce((sum, one) => sum + one.ms + total(one.pid), 0);
  return (all.find((one) => one.pid === pid)?.ms ?? 0) + total(pid);
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

/** proc_pid_stat(5): fields 14 to 17 are the process's own time and that of its ended children, in hundredths of a second. */
function readStat(pid: number): readonly Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), ms: ticks * 10 }];
  } catch {
    return []; // it has ended
  }
}
