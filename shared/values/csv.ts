/**
 * One line of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it
 * (OWASP, CSV injection). A file starts with {@link CSV_MARK}, so that spreadsheets read it as UTF-8.
 */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

export const CSV_MARK = '\uFEFF';

function field(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
