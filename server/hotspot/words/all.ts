import type { HotspotLanguage } from '#shared/hotspot/look.ts';
import type { PageWords } from '../pageWords.ts';
import { bn } from './bn.ts';
import { en } from './en.ts';
import { sw } from './sw.ts';

export const pageWords: Readonly<Record<HotspotLanguage, PageWords>> = { en, sw, bn };

/** What each language calls itself. */
export const languageNames: Readonly<Record<HotspotLanguage, string>> = {
  en: 'English',
  sw: 'Kiswahili',
  bn: 'বাংলা',
};
