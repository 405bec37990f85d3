import { batch, createSignal } from 'solid-js';
import type { Catalogue, WordKey, Words } from './catalogue.ts';
import { en } from './en.ts';
import { numberFormat, pluralRules } from './formats.ts';
import { catalogues, locales, type Language } from './languages.ts';

export type { WordKey };

/** `Claimed by {name}` needs `name`: a missing or misspelt value doesn't compile. */
type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Blanks<Rest> : never;
type Values<Key extends WordKey> = [Blanks<(typeof en)[Key]>] extends [never]
  ? []
  : [values: { readonly [Name in Blanks<(typeof en)[Key]>]: string | number }];

/** Texts in which nothing is filled in. */
export type PlainKey = { [Key in WordKey]: [Blanks<(typeof en)[Key]>] extends [never] ? Key : never }[WordKey];

const [language, setLanguageSignal] = createSignal<Language>('en');
const [catalogue, setCatalogue] = createSignal<Catalogue>();
const loaded = new Map<Language, Catalogue>();
let asked: Language = 'en';
export { language };

/** Rejects when its words can't be loaded; the language stays as it is. The last one asked for wins. */
export async function setLanguage(chosen: Language): Promise<void> {
  asked = chosen;
  const words = chosen === 'en' ? undefined : (loaded.get(chosen) ?? (await catalogues[chosen]()));
  if (words) loaded.set(chosen, words);
  if (asked !== chosen) return;
  batch(() => {
    setCatalogue(words);
    setLanguageSignal(chosen);
  });
}

export function locale(): string {
  return locales[language()];
}

function words(): Words {
  return catalogue()?.words ?? en;
}

/** The text in the present language. Reactive when called in a reactive place. */
export function say<Key extends WordKey>(key: Key, ...values: Values<Key>): string {
  const text: string = words()[key];
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
  return words()[key].replaceAll('{count}', sayNumber(count));
}
export type PluralStem = { [Key in WordKey]: Key extends `${infer Stem}.other` ? Stem : never }[WordKey];

export function sayNumber(value: number): string {
  return numberFormat(locale()).format(value);
}

/** A refusal in the present language: the server says it in English, and its code says it in the others. */
export function sayProblem(problem: { readonly code: string; readonly message: string }): string {
  const texts: Readonly<Record<string, string>> | undefined = catalogue()?.problems;
  return texts?.[problem.code] ?? problem.message;
}
