import { onCleanup } from 'solid-js';

/** Key names as `KeyboardEvent.key` gives them (`j`, `?`, `Enter`), `Shift+` before keys that have no shifted sign. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/**
 * Single keys for the screen that is mounted. They are silent while somebody types, while a dialog is open
 * (it keeps its keys) and together with Ctrl, Alt or Meta, which belong to the browser.
 */
export function useShortcuts(shortcuts: () => Shortcuts): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = isTyping(event.target);
    if (typing && event.key !== 'Escape') return;
    if (isPressingControl(event)) return;
    const name = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
    const act = shortcuts()[name];
    if (!act) return;
    event.preventDefault();
    if (typing && event.target instanceof HTMLElement) event.target.blur();
    act();
  };
  document.addEventListener('keydown', listen);
  onCleanup(() => document.removeEventListener('keydown', listen));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select'))
  );
}

/** Enter and Space on a focused button or link press it; they are not the screen's. */
function isPressingControl(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  return event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role^="menuitem"]') !== null;
}
