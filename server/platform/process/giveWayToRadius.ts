import { writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

const BEHIND = 5;

/**
 * Customers who dial in wait the least: when a machine has more to do than it can, exports, sheets and the loading of
 * accounting give way to the RADIUS process, which begins before and asks for more by itself where it may. Whatever is
 * started from now on gives way as well. Between sessions the kernel looks at the niceness of each as a whole (sched(7),
 * autogroup): that of a terminal is somebody else's and stays as it is.
 */
export function giveWayToRadius(): void {
  // Whoever started it with less has decided, and may not be allowed to ask for more.
  if (getPriority() < BEHIND) setPriority(BEHIND);
  if (process.stdin.isTTY) return;
  try {
    writeFileSync('/proc/self/autogroup', `${BEHIND}`);
  } catch {
    // This kernel looks at processes alone.
  }
}
