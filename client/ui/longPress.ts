const LONG_MS = 450;
/** A finger that moves further than this scrolls. */
const SLACK_PX = 10;

/** Calls `act` when a finger rests on the element; the tap that would follow is swallowed. */
export function longPress(element: HTMLElement, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: { x: number; y: number } | undefined;
  let acted = false;
  const stop = (): void => {
    clearTimeout(timer);
    start = undefined;
  };
  element.addEventListener('pointerdown', (event) => {
    acted = false;
    if (event.pointerType !== 'touch') return;
    start = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      acted = true;
      navigator.vibrate?.(10);
      act();
    }, LONG_MS);
  });
  element.addEventListener('pointermove', (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK_PX) stop();
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) element.addEventListener(end, stop);
  element.addEventListener('contextmenu', (event) => {
    if (acted) event.preventDefault();
  });
  element.addEventListener(
    'click',
    (event) => {
      if (!acted) return;
      acted = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
