import { callingCodeIn, callingCodeOf } from './callingCodes.ts';

export interface PhoneNumber {
  /** `+254722123456`, ITU-T E.164. */
  readonly e164: string;
  /** Within the country, without what one dials before it. */
  readonly national: string;
}

/** Digits within the country, where they are fixed: a digit too few is the usual mistake. Numbering plans at the ITU. */
const nationalDigits: Readonly<Record<string, RegExp>> = {
  '1': /^[2-9]\d{9}$/,
  '91': /^[1-9]\d{9}$/,
  '254': /^(?:7\d{8}|1\d{8}|[2-6]\d{6,8})$/,
  '255': /^[2-9]\d{8}$/,
  '256': /^[2-9]\d{8}$/,
  '880': /^(?:1[3-9]\d{8}|[2-9]\d{6,9})$/,
};

/** Where a leading zero belongs to the number (Italy, San Marino, the Vatican, Gabon and the like dial it always). */
const zeroStays = new Set(['39', '378', '241', '225']);

/**
 * A number as people write it: `+254 722 123 456`, `00254…`, or as dialled within `country` (`0722-123456`). Undefined for
 * what is none.
 */
export function parsePhoneNumber(typed: string, country: string): PhoneNumber | undefined {
  if (!/^\+?[\d\s().\-/]+$/.test(typed.trim())) return undefined;
  const digits = typed.replaceAll(/\D/g, '');
  const isInternational = typed.trim().startsWith('+') || digits.startsWith('00');
  if (isInternational) {
    const whole = digits.replace(/^00/, '');
    const code = callingCodeIn(whole);
    return code === undefined ? undefined : numberOf(code, whole.slice(code.length));
  }
  const code = callingCodeOf(country);
  if (code === undefined) return undefined;
  return numberOf(code, digits) ?? withCodeButNoPlus(code, digits);
}

/** 254722123456, as it is copied out of other systems. */
function withCodeButNoPlus(code: string, digits: string): PhoneNumber | undefined {
  return digits.startsWith(code) ? numberOf(code, digits.slice(code.length)) : undefined;
}

function numberOf(code: string, dialled: string): PhoneNumber | undefined {
  const national = zeroStays.has(code) ? dialled : dialled.replace(/^0/, '');
  const known = nationalDigits[code];
  // At most 15 digits in all (E.164 §6); no country has subscriber numbers of less than four.
  const fits = known ? known.test(national) : national.length >= 4 && national.length + code.length <= 15;
  return fits ? { e164: `+${code}${national}`, national } : undefined;
}
