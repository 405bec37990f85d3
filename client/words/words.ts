import { createSignal } from 'solid-js';
import { en } from './en.ts';
import { numberFormat, pluralRules } from './formats.ts';

export type WordKey = keyof typeof en;
/** A language is one file with a text for every key; `{name}` marks what is filled in. */
export type Catalogue = { readonly [Key in WordKey]: string };

/** `Claimed by {name}` needs `name`: a missing or misspelt value doesn't compile. */
type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never;
type Values<Key extends WordKey> = [Blanks<(typeof en)[Key]>] extends [never]
  ? []
  : [values: { readonly [Name in Blanks<(typeof en)[Key]>]: string | number }];

/** Add a language: its catalogue file, and one line here and in `locales`. */
export const languages = { en } as const satisfies Record<string, Catalogue>;
export type Language = keyof typeof languages;

/** How dates and numbers are written: day before month in both first markets. */
const locales = { en: 'en-GB' } as const satisfies Record<Language, string>;

const [language, setLanguage] = createSignal<Language>('en');
export { language, setLanguage };

export function locale(): string {
  return locales[language()];
}

/** The text in the present language. Reactive when called in a reactive place. */
export function say<Key extends WordKey>(key: Key, ...values: Values<Key>): string {
  const text: string = languages[language()][key];
  const [blanks] = values;
  if (!blanks) return text;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = (blanks as Readonly<Record<string, string | number | undefined>>)[name];
    return value === undefined ? whole : typeof value === 'number' ? sayNumber(value) : value;
  });
}

/** Chooses `<key>.one` or `<key>.other` by the language's own plural rules; fills in `{count}`. */
export function sayCount<Stem extends PluralStem>(stem: Stem, count: number): string {
  const form = pluralRules(language()).select(count);
  const key = (form === 'one' ? `${stem}.one` : `${stem}.other`) as WordKey;
  return languages[language()][key].replaceAll('{count}', sayNumber(count));
}
type PluralStem = { [Key in WordKey]: Key extends `${infer Stem}.other` ? Stem : never }[WordKey];

export function sayNumber(value: number): string {
  return numberFormat(locale()).format(value);
}
