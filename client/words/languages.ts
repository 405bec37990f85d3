import type { Catalogue } from './catalogue.ts';

export const languages = ['en', 'sw', 'bn'] as const;
export type Language = (typeof languages)[number];

/** As their speakers call them: a list of languages must be readable to who is lost in another. */
export const languageNames: { readonly [Name in Language]: string } = {
  en: 'English',
  sw: 'Kiswahili',
  bn: 'বাংলা',
};

/**
 * How dates and numbers are written: day before month in all markets. Bangla figures are Latin ones, as on invoices
 * and equipment there: columns stay comparable, and what is read from a device matches what the screen says.
 */
export const locales: { readonly [Name in Language]: string } = {
  en: 'en-GB',
  sw: 'sw-KE',
  bn: 'bn-BD-u-nu-latn',
};

/** The letters of every name above, for where languages are chosen; comes after the page, and only once. */
export async function loadNameLetters(): Promise<void> {
  await import('./bengali.css');
}

/** English is in the first load; others come when chosen, Bangla with its letters. */
export const catalogues: { readonly [Name in Exclude<Language, 'en'>]: () => Promise<Catalogue> } = {
  sw: async () => (await import('./sw.ts')).sw,
  bn: async () => {
    const [{ bn }] = await Promise.all([import('./bn.ts'), import('./bengali.css')]);
    return bn;
  },
};
