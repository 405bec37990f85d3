/** Calls `act` when light and dark change, by the person's choice or the computer's. Returns what ends it. */
export function onThemeChange(act: () => void): () => void {
  const media = window.matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  media.addEventListener('change', act);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', act);
  };
}
