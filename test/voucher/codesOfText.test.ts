import { expect, test } from 'vitest';
import { codesOfText } from '#client/voucher/codesOfText.ts';

test.each([
  ['AB12\nCD34\n', ['AB12', 'CD34']],
  ['\uFEFFCode,Plan\r\n"KE7H-1",Saa moja\r\nXY 9;x\r\n\r\n', ['KE7H-1', 'XY 9']],
  ['', []],
])('codes of a list or of the first column of a file: %j', (text, codes) => {
  expect(codesOfText(text)).toEqual(codes);
});
