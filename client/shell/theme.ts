import { createSignal } from 'solid-js';
import { z } from 'zod';

const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;

const STORAGE_KEY = 'lastmile.theme';
const [theme, setThemeSignal] = createSignal<Theme>('system');
export { theme };

/** Remembers the choice on this computer; `system` follows the computer's own setting. */
export function setTheme(chosen: Theme): void {
  if (chosen === 'system') localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, chosen);
  show(chosen);
}

export function applyStoredTheme(): void {
  const stored = Theme.safeParse(localStorage.getItem(STORAGE_KEY));
  show(stored.success ? stored.data : 'system');
}

function show(chosen: Theme): void {
  setThemeSignal(chosen);
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}
