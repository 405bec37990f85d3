import { expect, test } from 'vitest';
import { parsePhoneNumber } from '#server/platform/phone/phoneNumber.ts';

test.for([
  ['0722 123 456', 'KE', '+254722123456'],
  ['0110123456', 'KE', '+254110123456'],
  ['254722123456', 'KE', '+254722123456'],
  ['722123456', 'KE', '+254722123456'],
  ['020 2345678', 'KE', '+254202345678'],
  ['+880 1712-345678', 'KE', '+8801712345678'],
  ['00880 1712 345678', 'KE', '+8801712345678'],
  ['01712345678', 'BD', '+8801712345678'],
  ['(212) 555-0123', 'US', '+12125550123'],
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['06 1234 5678', 'IT', '+390612345678'],
] as const)('%s dialled in %s is %s', ([typed, country, e164]) => {
  expect(parsePhoneNumber(typed, country)?.e164).toBe(e164);
});

test.for([
  ['', 'KE'],
  ['12', 'KE'],
  ['0722 123', 'KE'],
  ['0722 123 4567', 'KE'],
  ['call me', 'KE'],
  ['+999 123456', 'KE'],
  ['01212345678', 'BD'],
  ['+1234567890123456', 'US'],
] as const)('%s dialled in %s is no number', ([typed, country]) => {
  expect(parsePhoneNumber(typed, country)).toBeUndefined();
});
