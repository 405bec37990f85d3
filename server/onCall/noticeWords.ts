import type { AlarmNow } from './escalationStore.ts';

const MINUTE_MS = 60_000;

/** What a person reads at 3 a.m.: how bad, where, what, since when; and why it comes again. */
export function alarmNotice(
  { severity, source, cause, text, raisedAt }: AlarmNow,
  { round, step, at }: { readonly round: number; readonly step: number; readonly at: number },
): { readonly title: string; readonly text: string } {
  const minutes = Math.floor((at - raisedAt) / MINUTE_MS);
  const standing = minutes < 1 ? 'Just raised.' : `Nobody has taken notice for ${minutes} min.`;
  const again = round === 0 && step === 0 ? [] : [`Call ${step + 1}${round === 0 ? '' : `, round ${round + 1}`}.`];
  return {
    title: `${severity.toUpperCase()} ${source}: ${cause}`.slice(0, 200),
    text: [text.slice(0, 700), [standing, ...again].join(' ')].filter((line) => line !== '').join('\n'),
  };
}
