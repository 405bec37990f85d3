import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const AHEAD = -10;

/**
 * Of all that runs here, routers wait the least. Where it may not be (CAP_SYS_NICE, LimitNICE=), it is as all others are.
 * The kernel shares a machine between sessions first and looks at niceness within one (sched(7), autogroup): this process
 * is alone in its session, which therefore comes first as well.
 */
export function comesFirst(): void {
  for (const ask of [(): void => setPriority(AHEAD), (): void => writeFileSync('/proc/self/autogroup', `${AHEAD}`)]) {
    try {
      ask();
    } catch {
      // Nothing depends on it.
    }
  }
}
