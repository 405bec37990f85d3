import { expect, test } from 'vitest';
import { hashOfRecoveryCode, newRecoveryCodes } from '#server/platform/auth/recoveryCodes.ts';
import { base32, stepOfCode, totpCode, totpUri } from '#server/platform/auth/totp.ts';

const secret = Buffer.from('12345678901234567890');

/** RFC 6238 appendix B (SHA-1), the last six of its eight digits. */
test.for([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)('at second %d the code is %s', ([seconds, code]) => {
  expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code);
});

test.for([
  [-2, false],
  [-1, true],
  [0, true],
  [1, true],
  [2, false],
] as const)('a code of the step %d away is accepted: %s', ([away, accepted]) => {
  const now = 1_700_000_000_000;
  const step = Math.floor(now / 30_000) + away;
  expect(stepOfCode(secret, totpCode(secret, step), now, 0)).toBe(accepted ? step : undefined);
});

test('a code is good once, and no older one after it', () => {
  const now = 1_700_000_000_000;
  const step = Math.floor(now / 30_000);
  expect(stepOfCode(secret, totpCode(secret, step), now, step)).toBeUndefined();
  expect(stepOfCode(secret, totpCode(secret, step - 1), now, step)).toBeUndefined();
  expect(stepOfCode(secret, totpCode(secret, step + 1), now, step)).toBe(step + 1);
});

/** RFC 4648 §10 */
test.for([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
] as const)('%s is %s in base32', ([text, encoded]) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});

test('the address for the app names issuer and account', () => {
  expect(totpUri(secret, 'Lastmile', 'asha+noc@x.example')).toBe(
    'otpauth://totp/Lastmile:asha%2Bnoc%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lastmile&algorithm=SHA1&digits=6&period=30',
  );
});

test('ten recovery codes, all different, readable, and hashed under a key', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
  const [code = ''] = codes;
  expect(hashOfRecoveryCode(secret, code).equals(hashOfRecoveryCode(secret, code.replace('-', '')))).toBe(true);
  expect(hashOfRecoveryCode(secret, code).equals(hashOfRecoveryCode(Buffer.from('other'), code))).toBe(false);
});
