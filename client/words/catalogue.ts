import type { en } from './en.ts';
import type { ProblemTexts } from './problemCode.ts';

export type WordKey = keyof typeof en;
export type Words = { readonly [Key in WordKey]: string };

/** A language beside English. `{name}` marks what is filled in. */
export interface Catalogue {
  readonly words: Words;
  readonly problems: ProblemTexts;
}
