/** PostgreSQL's text holds everything but NUL. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u{FFFD}') : text;
}
