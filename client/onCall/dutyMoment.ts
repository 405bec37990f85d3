import { dateFormat } from '../words/formats.ts';
import { locale } from '../words/words.ts';

/** `Mon 23 Nov, 08:00` in the zone of the rota. */
export function dutyMoment(at: number, timeZone: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return dateFormat(locale(), { timeZone, ...day, hour: '2-digit', minute: '2-digit' }).format(at);
}
