const HEADING = /^"?(?:code|codes|voucher|voucher code|pin|username|msimbo)"?$/i;

/** Codes of a list or of the first column of a CSV file; a heading is none. */
export function codesOfText(text: string): string[] {
  const cells = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => (line.split(/[,;\t]/, 1)[0] ?? '').trim())
    .filter((cell) => cell !== '');
  const codes = HEADING.test(cells[0] ?? '') ? cells.slice(1) : cells;
  return codes.map((code) => code.replace(/^"(.*)"$/, '$1').trim()).filter((code) => code !== '');
}
