/**
 * A value as RouterOS's script language takes it: bare where nothing in it has a meaning, else quoted with `\`, `"`, `$`
 * and `?` escaped and control characters as `\XX` (MikroTik: Scripting, constant escape sequences).
 */
export function scriptWord(value: string): string {
  if (/^[A-Za-z0-9_.:/,!-]+$/.test(value)) return value;
  const escaped = Array.from(value, (letter) => {
    if ('\\"$?'.includes(letter)) return `\\${letter}`;
    const code = letter.codePointAt(0)!;
    return code < 0x20 || code === 0x7f ? `\\${code.toString(16).toUpperCase().padStart(2, '0')}` : letter;
  });
  return `"${escaped.join('')}"`;
}

/** `name=value` pairs of a command line. */
export function scriptWords(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${scriptWord(value)}`)
    .join(' ');
}
