export interface Placement {
  /** Which edge of the popup meets the same edge of its anchor. */
  readonly align: 'start' | 'end' | 'middle';
  readonly side: 'below' | 'above';
  /** The popup is at least as wide as its anchor. */
  readonly stretch?: boolean;
}

const GAP = 4;
const EDGE = 8;

/**
 * Puts an open popup of the top layer beside its anchor, on the other side when there is more room, inside the window.
 * The popup is `position: fixed`; call it again when either may have moved.
 */
export function placeNear(anchor: Element, popup: HTMLElement, { align, side, stretch }: Placement): void {
  const place = anchor.getBoundingClientRect();
  if (stretch === true) popup.style.minWidth = `${place.width}px`;
  const below = window.innerHeight - place.bottom - GAP - EDGE;
  const above = place.top - GAP - EDGE;
  const wanted = popup.scrollHeight;
  const goesBelow = side === 'below' ? wanted <= below || below >= above : !(wanted <= above || above >= below);
  popup.style.maxHeight = `${Math.max(80, goesBelow ? below : above)}px`;
  const { width, height } = popup.getBoundingClientRect();
  const left =
    align === 'start' ? place.left : align === 'end' ? place.right - width : place.left + place.width / 2 - width / 2;
  popup.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - width - EDGE))}px`;
  popup.style.top = `${goesBelow ? place.bottom + GAP : Math.max(EDGE, place.top - GAP - height)}px`;
}

/** Keeps a popup at its anchor while the page scrolls or changes size. Returns what ends it. */
export function followAnchor(anchor: Element, popup: HTMLElement, placement: Placement): () => void {
  const place = (): void => placeNear(anchor, popup, placement);
  place();
  window.addEventListener('resize', place);
  document.addEventListener('scroll', place, { capture: true, passive: true });
  return () => {
    window.removeEventListener('resize', place);
    document.removeEventListener('scroll', place, { capture: true });
  };
}
