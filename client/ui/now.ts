import { createSignal } from 'solid-js';

/** The server's clock minus this computer's; ages are shown by the server's, which raised the alarms. */
let aheadMs = 0;
const [now, setNow] = createSignal(Date.now());

/** One tick a second for every age on the screen, so that they change together. */
setInterval(() => setNow(Date.now() + aheadMs), 1_000);

export { now };

/** Called with every beat of the server. Differences within two seconds are the network's, not the clock's. */
export function learnServerTime(at: number): void {
  const difference = at - Date.now();
  aheadMs = Math.abs(difference) > 2_000 ? difference : 0;
}
