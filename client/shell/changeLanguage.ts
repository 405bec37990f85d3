import { showToast } from '../ui/toasts.ts';
import { languageNames, type Language } from '../words/languages.ts';
import { say } from '../words/words.ts';
import { chooseLanguage } from './language.ts';

/** {@link chooseLanguage}, telling the person when it fails. */
export async function changeLanguage(chosen: Language): Promise<void> {
  try {
    await chooseLanguage(chosen);
  } catch {
    showToast({ tone: 'trouble', text: say('person.languageFailed', { name: languageNames[chosen] }) });
  }
}
