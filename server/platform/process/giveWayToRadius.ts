import { setPriority } from 'node:os';

const BEHIND = 5;

/**
 * Customers who dial in wait the least: when a machine has more to do than it can, exports, sheets and the loading of
 * accounting give way to the RADIUS process, which begins before and asks for more by itself where it may. Whatever is
 * started from now on, the database that comes along too, gives way as well.
 */
export function giveWayToRadius(): void {
  setPriority(BEHIND);
}
