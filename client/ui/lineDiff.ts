import { diffArrays } from 'diff';

export interface DiffLine {
  readonly op: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line numbers from 1; undefined on the side where the line is not. */
  readonly before?: number;
  readonly after?: number;
}

/** Beyond this many differences two texts count as wholly different; it bounds the time. */
const MOST_EDITS = 4_000;

/** The lines of two texts, those that differ marked. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(a, b, { maxEditLength: MOST_EDITS }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  let [x, y] = [0, 0];
  return parts.flatMap(({ value, added, removed }) =>
    value.map((text): DiffLine => {
      if (removed) return { op: 'removed', text, before: ++x };
      if (added) return { op: 'added', text, after: ++y };
      return { op: 'same', text, before: ++x, after: ++y };
    }),
  );
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
