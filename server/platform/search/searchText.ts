const MOST_WORDS = 6;

/** What somebody typed, ready to be looked for: words in lower case without accents. */
export interface SearchText {
  readonly words: readonly string[];
  /** As it was typed, for numbers, whose spaces part nothing. */
  readonly typed: string;
}

export function parseSearchText(typed: string): SearchText {
  return { words: [...new Set(foldText(typed).split(/\s+/).filter(Boolean))].slice(0, MOST_WORDS), typed };
}

/** Lower case, accents taken off; letters that have no plain form stay. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

/**
 * How well `fields` (folded, the most telling first) answer: 0 when a word is nowhere, otherwise more for whole fields,
 * beginnings of fields and beginnings of words, in that order.
 */
export function searchScore(fields: readonly string[], { words }: SearchText): number {
  let score = 0;
  for (const word of words) {
    const best = Math.max(...fields.map((field, rank) => wordScore(field, word) / (1 + rank * 0.2)));
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

function wordScore(field: string, word: string): number {
  const at = field.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return field.length === word.length ? 100 : 60;
  return /[\p{L}\p{N}]/u.test(field[at - 1] ?? '') ? 15 : 40;
}
