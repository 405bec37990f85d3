/** How many lines are new and how many are gone. A line that only moved is neither. */
export function lineChanges(before: string, after: string): { readonly added: number; readonly removed: number } {
  const left = new Map<string, number>();
  for (const line of before.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of after.split('\n')) {
    const count = left.get(line) ?? 0;
    if (count === 0) added += 1;
    else left.set(line, count - 1);
  }
  let removed = 0;
  for (const count of left.values()) removed += count;
  return { added, removed };
}
