/**
 * Whether a PDF reader's own letters can write a text on a voucher: English, Swahili and the languages of Western Europe
 * (PDF 32000-1 Annex D.2). Other scripts are sent as pictures of the words.
 */
export function isPrintable(text: string): boolean {
  return /^[ -~\u00a0-\u00ff\u202f\u2009€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/.test(text.normalize('NFC'));
}
