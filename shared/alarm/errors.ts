/** Refusals only an alarm gives. */
export const alarmRefusals = {
  'alarm/already-acknowledged': 'It is acknowledged already.',
  'alarm/claimed-by-other': 'Somebody else has claimed it.',
  'alarm/not-claimed-by-you': 'You do not hold the claim.',
  'alarm/already-claimed': 'You hold the claim already.',
  'alarm/not-shelved': 'It is not shelved.',
  'alarm/shelving-too-long': 'An alarm can be shelved for 30 days at most.',
  'alarm/shelving-in-past': 'The end of the shelving must be in the future.',
  'alarm/cleared': 'The alarm has been cleared.',
} as const;
export type AlarmRefusalCode = keyof typeof alarmRefusals;
