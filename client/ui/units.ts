import { locale, say } from '../words/words.ts';

export type Unit = 'bitrate' | 'bytes' | 'percent' | 'celsius' | 'milliseconds' | 'dbm' | 'count';

const formats = new Map<string, Intl.NumberFormat>();

/** A measured value with its unit, in the digits one can act on: `842 Mbit/s`, `37 %`, `54.2 °C`. */
export function withUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'bitrate':
      return scaled(value, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
    case 'bytes':
      return scaled(value, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
    case 'percent':
      return `${plain(value, value < 10 ? 1 : 0)} %`;
    case 'celsius':
      return `${plain(value, 1)} °C`;
    case 'milliseconds':
      return say('milliseconds', { n: plain(value, value < 10 ? 1 : 0) });
    case 'dbm':
      return `${plain(value, 2)} dBm`;
    case 'count':
      return plain(value, 0);
  }
}

function scaled(value: number, step: number, units: readonly string[]): string {
  const size = Math.abs(value);
  const at = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(step) + 1e-9));
  const part = value / step ** at;
  return `${at === 0 ? plain(part, 0) : significant(part)} ${units[at]}`;
}

/** Three digits: 8.42, 84.2, 842. */
function significant(value: number): string {
  const size = Math.abs(value);
  return plain(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function plain(value: number, digits: number): string {
  const key = `${locale()} ${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale(), { maximumFractionDigits: digits });
  formats.set(key, format);
  return format.format(value);
}
