import { readFileSync } from 'node:fs';

/**
 * The process number on the first line of a file. Undefined while there is none, or while it is being written: an empty
 * line read as a number is 0, and a signal to 0 goes to this very process and all its kin.
 */
export function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
