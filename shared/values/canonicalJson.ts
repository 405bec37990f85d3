/** What JSON can hold; `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * One text per value: members sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them
 * (RFC 8785). Hashes and seals are taken over this text, so it must never change.
 * Throws TypeError for a number JSON can't hold.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
    return JSON.stringify(value);
  }
  // A bigint or a function has no members, so that all of them would look the same.
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}`);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // Every command and every event passes here: no pairs, no list of members.
  let text = '';
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
