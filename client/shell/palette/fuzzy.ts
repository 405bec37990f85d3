/** `from` inclusive, `to` exclusive, in characters of the text. */
export interface Mark {
  readonly from: number;
  readonly to: number;
}

export interface Match {
  /** Higher is better. */
  readonly score: number;
  /** In order, not touching. */
  readonly marks: readonly Mark[];
}

const WHOLE = 100;
const BEGINNING = 60;
const WORD = 40;
const INSIDE = 15;
const SPREAD = 8;

/**
 * How well `text` answers to what was typed: every word of it must be there, at the beginning of a word, inside one, or
 * spread over beginnings of words (`alhi` finds "Alarm history"). Accents and case do not matter.
 */
export function fuzzyMatch(text: string, query: string): Match | undefined {
  const letters = Array.from(text.normalize(), folded);
  const words = Array.from(query.normalize().trim(), folded).join('').split(/\s+/).filter(Boolean);
  if (words.length === 0) return { score: 0, marks: [] };
  const found = words.map((word) => matchWord(letters, Array.from(word)));
  if (!found.every((one) => one !== undefined)) return undefined;
  const score = found.reduce((sum, one) => sum + one.score, 0) - letters.length / 50;
  return { score, marks: joined(found.flatMap(({ marks }) => marks)) };
}

function matchWord(letters: readonly string[], word: readonly string[]): Match | undefined {
  let best: Match | undefined;
  for (let at = 0; at + word.length <= letters.length; at += 1) {
    if (!word.every((letter, step) => letters[at + step] === letter)) continue;
    const score = place(letters, at, word.length);
    if (!best || score > best.score) best = { score, marks: [{ from: at, to: at + word.length }] };
  }
  return best ?? spread(letters, word);
}

function place(letters: readonly string[], at: number, length: number): number {
  if (at === 0 && length === letters.length) return WHOLE;
  if (at === 0) return BEGINNING;
  return beginsWord(letters, at) ? WORD : INSIDE;
}

/** Each letter either follows the one before or begins a word. */
function spread(letters: readonly string[], word: readonly string[]): Match | undefined {
  if (word.length < 2) return undefined;
  const at: number[] = [];
  const search = (step: number, from: number): boolean => {
    if (step === word.length) return true;
    for (let index = from; index < letters.length; index += 1) {
      if (letters[index] !== word[step] || !(index === at.at(-1)! + 1 || beginsWord(letters, index))) continue;
      at.push(index);
      if (search(step + 1, index + 1)) return true;
      at.pop();
    }
    return false;
  };
  return search(0, 0) ? { score: SPREAD, marks: joined(at.map((from) => ({ from, to: from + 1 }))) } : undefined;
}

function beginsWord(letters: readonly string[], at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}\p{M}]/u.test(letters[at - 1] ?? '');
}

function folded(letter: string): string {
  return letter
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase();
}

function joined(marks: readonly Mark[]): Mark[] {
  const merged: Mark[] = [];
  for (const mark of marks.toSorted((left, right) => left.from - right.from)) {
    const last = merged.at(-1);
    if (last && mark.from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, mark.to) };
    else merged.push(mark);
  }
  return merged;
}
