import { EndCause } from '#shared/session/endCause.ts';
import type { Finding } from '#shared/troubleshooting/view.ts';
import { rejectWord } from '../radius/radiusReasons.ts';
import { momentWords } from '../subscription/subscriptionWords.ts';
import { say, sayNumber, type WordKey } from '../words/words.ts';

type Fill = (key: WordKey, values: Readonly<Record<string, string>>) => string;

/** What is so, in one sentence; each uses of the facts what it needs. */
export function findingWords(finding: Finding, timeZone: string): string {
  const { code, at, times, nasName, mac, address } = finding;
  const text = (say as Fill)(`trouble.is.${code}`, {
    at: at === undefined ? '–' : momentWords(at, timeZone),
    times: sayNumber(times ?? 0),
    router: nasName ?? say('trouble.noRouter'),
    mac: mac ?? '–',
    address: address ?? '–',
    reason: reasonWords(finding),
  });
  return text.trim();
}

/** What a person can do about it. */
export function remedyWords({ code }: Finding): string {
  return say(`trouble.do.${code}`);
}

function reasonWords({ code, reason }: Finding): string {
  if (code === 'refusedBefore') return rejectWord(reason ?? '');
  if (code === 'noAddress') return reason === undefined ? '' : `(${reason})`;
  if (code !== 'lastEnded') return reason ?? '–';
  const cause = EndCause.safeParse(reason);
  return cause.success ? say(`online.cause.${cause.data}`) : '–';
}
