import { createSignal } from 'solid-js';

const STORAGE_KEY = 'lastmile.rail';
const [narrow, setNarrow] = createSignal(localStorage.getItem(STORAGE_KEY) === 'narrow');
export { narrow as railNarrow };

/** Between names and icons; remembered on this computer. */
export function toggleRail(): void {
  setNarrow(!narrow());
  if (narrow()) localStorage.setItem(STORAGE_KEY, 'narrow');
  else localStorage.removeItem(STORAGE_KEY);
}
