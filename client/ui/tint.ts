/**
 * Shows that something changed by a short tint of its ground; nothing moves. Without motion the tint stands still and
 * then goes at once.
 */
export function tint(element: Element): void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.animate([{ backgroundColor: 'var(--tint)' }, { backgroundColor: 'transparent' }], {
    duration: 1_400,
    easing: still ? 'steps(1, end)' : 'ease-out',
  });
}
