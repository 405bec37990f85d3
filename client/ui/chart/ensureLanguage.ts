/**
 * uPlot asks Intl for the browser's language as it loads and fails when that is none: Chromium says `en-US@posix` on a
 * machine without a locale, such as a bare wall screen.
 */
export function ensureLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
}
