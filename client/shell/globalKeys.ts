import { useNavigate } from '@solidjs/router';
import { onCleanup } from 'solid-js';
import { helpOpen, openHelp } from './helpState.ts';
import { openPalette, paletteOpen } from './palette/paletteState.ts';
import { mayGoTo, places } from './places.ts';
import { useSession } from './session.tsx';

/** Time for the letter after `g`. */
const SEQUENCE_MS = 1_500;

/**
 * Keys that mean the same on every screen. They are heard before the screen's own, so the letter after `g` never acts
 * on what is selected there.
 */
export function useGlobalKeys(): void {
  const session = useSession();
  const navigate = useNavigate();
  let sequenceUntil = 0;

  const second = (event: KeyboardEvent): void => {
    sequenceUntil = 0;
    const place = places.find(({ key }) => key === event.key.toLowerCase());
    if (place && mayGoTo(place, session.permissions)) navigate(place.path);
  };
  const act = (event: KeyboardEvent): boolean => {
    const command = event.ctrlKey || event.metaKey;
    if (paletteOpen() || helpOpen() || isInDialog()) return false;
    if (command && event.key.toLowerCase() === 'k' && !event.altKey) openPalette();
    else if (event.key === 'F1') openHelp();
    else if (command || event.altKey || isTyping(event.target)) return false;
    else if (event.timeStamp < sequenceUntil && event.key.length === 1) second(event);
    else if (event.key === 'g') sequenceUntil = event.timeStamp + SEQUENCE_MS;
    else if (event.key === '?') openHelp();
    else return false;
    return true;
  };
  const listen = (event: KeyboardEvent): void => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('keydown', listen, { capture: true });
  onCleanup(() => document.removeEventListener('keydown', listen, { capture: true }));
}

/** A modal question keeps its keys. */
function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
  );
}
