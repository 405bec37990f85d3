import type { DateOrder } from '#shared/bulk/importSettings.ts';
import { dayNumber, instantOf } from '#shared/onCall/zonedDay.ts';
import { endOfDay } from '#shared/subscription/validity.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A date as people write it → `2026-03-31`, or `2026-03-31 14:30` when it has a time of day. `none`: it says that there is
 * none. Undefined: not understood.
 */
export function dayText(written: string, order: DateOrder): string | undefined {
  const text = written.trim();
  if (text === '' || /^0000-00-00|^(?:never|none|unlimited|-|n\/a)$/i.test(text)) return 'none';
  const [, date = text, hour, minute] =
    /^(.*?)[ T,]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  const parts = dateParts(date.trim(), order);
  if (!parts) return undefined;
  const [year, month, day] = parts;
  const real = new Date(Date.UTC(year, month - 1, day));
  if (real.getUTCMonth() !== month - 1 || real.getUTCDate() !== day || year < 1990 || year > 2200) return undefined;
  const whole = `${year}-${two(month)}-${two(day)}`;
  if (hour === undefined || minute === undefined || (Number(hour) === 0 && Number(minute) === 0)) return whole;
  return Number(hour) < 24 && Number(minute) < 60 ? `${whole} ${two(Number(hour))}:${minute}` : undefined;
}

function dateParts(text: string, order: DateOrder): readonly [number, number, number] | undefined {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return [Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])];
  const figures = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})$/.exec(text);
  if (figures) {
    const [first, second] = [Number(figures[1]), Number(figures[2])];
    return order === 'dmy' ? [fullYear(figures[3]!), second, first] : [fullYear(figures[3]!), first, second];
  }
  const dayFirst = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{2}|\d{4})$/i.exec(text);
  if (dayFirst) return named(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!);
  const monthFirst = /^([a-z]{3})[a-z]*[- ](\d{1,2})[ ,]+(\d{4})$/i.exec(text);
  return monthFirst ? named(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!) : undefined;
}

function named(year: string, month: string, day: string): readonly [number, number, number] | undefined {
  const index = MONTHS.indexOf(month.toLowerCase());
  return index < 0 ? undefined : [fullYear(year), index + 1, Number(day)];
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** What is valid until a day is valid on that day, on the clocks of its branch. `text` as {@link dayText} answers it. */
export function endOf(text: string, zone: string): number {
  const [day = '', time] = text.split(' ');
  return time === undefined ? endOfDay(zone, day) : instantOf(zone, dayNumber(day), time);
}
