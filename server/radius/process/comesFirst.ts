import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const AHEAD = -10;

/**
 * Of all that runs here, routers wait the least. Where it may not be (CAP_SYS_NICE, LimitNICE=), it is as all others are.
 * Niceness is a thread's own (setpriority(2)): a collection that one of V8's helpers takes part in waits for that one.
 * The kernel shares a machine between sessions first and looks at niceness within one (sched(7), autogroup): this process
 * is alone in its session, which therefore comes first as well.
 */
export function comesFirst(): void {
  const threads = (): void => readdirSync('/proc/self/task').forEach((thread) => setPriority(Number(thread), AHEAD));
  for (const ask of [threads, (): void => writeFileSync('/proc/self/autogroup', `${AHEAD}`)]) {
    try {
      ask();
    } catch {
      // Nothing depends on it.
    }
  }
}
