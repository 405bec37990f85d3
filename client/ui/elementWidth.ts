import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/** The present width of an element in pixels; 0 before it is in the document. */
export function createElementWidth(element: () => HTMLElement | undefined): Accessor<number> {
  const [width, setWidth] = createSignal(0);
  createEffect(() => {
    const present = element();
    if (!present) return;
    setWidth(present.clientWidth);
    if (!('ResizeObserver' in window)) return;
    const observer = new ResizeObserver(() => setWidth(present.clientWidth));
    observer.observe(present);
    onCleanup(() => observer.disconnect());
  });
  return width;
}
