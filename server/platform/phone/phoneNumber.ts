import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** `+254722123456`, ITU-T E.164. */
  readonly e164: string;
  /** Within the country, without what one dials before it. */
  readonly national: string;
}

/**
 * A number as people write it: `+254 722 123 456`, `00254…`, or as dialled within `country` (ISO 3166, `0722-123456`).
 * Undefined for what is none by the numbering plans of the countries.
 */
export function parsePhoneNumber(typed: string, country: string): PhoneNumber | undefined {
  if (!/^\+?[\d\s().\-/]+$/.test(typed.trim())) return undefined;
  const international = typed.trim().replace(/^00/, '+');
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const found = parsePhoneNumberFromString(international, home ? { defaultCountry: home } : undefined);
  return found?.isValid() === true ? { e164: found.number, national: found.nationalNumber } : undefined;
}
