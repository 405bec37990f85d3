import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Microseconds of processor time, user and system, since they began. */
export interface ProcessorTime {
  readonly radius: number;
  readonly main: number;
  readonly postgres: number;
}

/** USER_HZ, which is 100 on every Linux there is. */
const MICROS_PER_TICK = 10_000;

/**
 * What the processes of the product on a data folder have used so far: unlike a rate it says the same beside other work
 * on the machine. Of PostgreSQL those that run now, which the pools' connections are.
 */
export function processorTime(dataDir: string): ProcessorTime {
  const postmaster = Number(readFileSync(join(dataDir, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => used(Number(name)))
    .filter(({ parent }) => parent === postmaster);
  return {
    radius: used(Number(readFileSync(join(dataDir, 'radius/radius.pid'), 'utf8'))).micros,
    main: used(used(postmaster).parent).micros,
    postgres: children.reduce((sum, { micros }) => sum + micros, used(postmaster).micros),
  };
}

/** For each of so many records. */
export function spentPerRecord(before: ProcessorTime, after: ProcessorTime, records: number): ProcessorTime {
  const each = (from: number, to: number): number => Math.round(((to - from) / records) * 10) / 10;
  return {
    radius: each(before.radius, after.radius),
    main: each(before.main, after.main),
    postgres: each(before.postgres, after.postgres),
  };
}

/** proc(5), /proc/pid/stat; nothing of one that has ended. */
function used(pid: number): { readonly parent: number; readonly micros: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), micros: (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK };
  } catch {
    return { parent: 0, micros: 0 };
  }
}
