import { createSignal } from 'solid-js';

const [asked, setAsked] = createSignal(false);
export { asked as stepUpAsked };
let waiting: ((proved: boolean) => void)[] = [];

/** Asks the person to prove again to be there; several acts at once ask once. False when the person declines. */
export function askStepUp(): Promise<boolean> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    setAsked(true);
  });
}

export function answerStepUp(proved: boolean): void {
  const answered = waiting;
  waiting = [];
  setAsked(false);
  for (const resolve of answered) resolve(proved);
}
