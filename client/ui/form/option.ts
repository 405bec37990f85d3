/** One of several things to choose from. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** A second, quieter line: what it means or where it is. */
  readonly note?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** Options in which every typed word occurs, those that start with the text first. */
export function matching(options: readonly Option[], text: string): readonly Option[] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  const found = options.filter((option) => {
    const all = fold(`${option.label} ${option.note ?? ''} ${option.value}`);
    return words.every((word) => all.includes(word));
  });
  const starts = (option: Option): boolean => fold(option.label).startsWith(words[0] ?? '');
  return [...found.filter(starts), ...found.filter((option) => !starts(option))];
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
