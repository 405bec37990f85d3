import type { Fields } from '#shared/wire/downstream.ts';

const known = new WeakMap<Fields, number>();

/** About how many bytes a row takes on the wire; remembered, because the same fields travel in many views. */
export function rowBytes(row: { readonly id: string; readonly fields: Fields }): number {
  const before = known.get(row.fields);
  if (before !== undefined) return before;
  const bytes = row.id.length + 40 + valueBytes(row.fields);
  known.set(row.fields, bytes);
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 14;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + valueBytes(item), 2);
  return Object.entries(value).reduce((sum, [name, item]) => sum + name.length + 4 + valueBytes(item), 2);
}
