import { languages, type Language } from '../words/languages.ts';
import { setLanguage } from '../words/words.ts';

const STORAGE_KEY = 'lastmile.language';

/** Remembers the choice on this computer. Rejects when the words can't be loaded; nothing is changed then. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await setLanguage(chosen);
  localStorage.setItem(STORAGE_KEY, chosen);
  tellBrowser(chosen);
}

/** The remembered language, or the first of the browser's that there is. English when its words can't be loaded. */
export async function applyStoredLanguage(): Promise<void> {
  const wanted = stored() ?? preferred(navigator.languages);
  try {
    await setLanguage(wanted);
    tellBrowser(wanted);
  } catch {
    tellBrowser('en');
  }
}

/** `navigator.languages` → ours: `sw-KE` is Swahili. */
export function preferred(asked: readonly string[]): Language {
  const primary = asked.map((tag) => tag.split('-')[0]?.toLowerCase());
  return primary.map((tag) => languages.find((one) => one === tag)).find((one) => one !== undefined) ?? 'en';
}

function stored(): Language | undefined {
  const kept = localStorage.getItem(STORAGE_KEY);
  return languages.find((one) => one === kept);
}

/** For hyphenation, screen readers, and the line height of each script. */
function tellBrowser(language: Language): void {
  document.documentElement.lang = language;
}
