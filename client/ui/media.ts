import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** The width below which tokens.css gives touch sizes. */
export const PHONE = '(max-width: 720px)';

export function createMedia(query: string): Accessor<boolean> {
  const media = window.matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const listen = (event: MediaQueryListEvent): void => void setMatches(event.matches);
  media.addEventListener('change', listen);
  onCleanup(() => media.removeEventListener('change', listen));
  return matches;
}
