import { locale } from '../words/words.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Money out of its smallest units, with as many decimals as the currency has; whole amounts without. */
export function priceText(minor: number, currency: string): string {
  const whole = minor % 10 ** decimalsOf(currency) === 0;
  const key = `${locale()} ${currency} ${whole}`;
  const digits = whole ? { maximumFractionDigits: 0 } : {};
  const format = formats.get(key) ?? new Intl.NumberFormat(locale(), { style: 'currency', currency, ...digits });
  formats.set(key, format);
  return format.format(minor / 10 ** decimalsOf(currency));
}

export function decimalsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
