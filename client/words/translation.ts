/** A text for every key of an English area: a missing or misspelt key doesn't compile. */
export type Translation<English> = { readonly [Key in keyof English]: string };
