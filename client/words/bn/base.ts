import type { base as english } from '../en/base.ts';
import type { Translation } from '../translation.ts';

/** Words of every screen. */
export const base: Translation<typeof english> = {
  close: 'বন্ধ করুন',
  cancel: 'বাতিল',
  dismiss: 'সরান',
  loading: 'লোড হচ্ছে',
  tryAgain: 'আবার চেষ্টা করুন',
  tryNow: 'এখনই চেষ্টা করুন',
  justNow: 'এইমাত্র',
  ago: '{duration} আগে',
  seconds: '{n} সে.',
  minutes: '{n} মি.',
  hours: '{n} ঘ.',
  hoursMinutes: '{h} ঘ. {m} মি.',
  days: '{n} দিন',
  milliseconds: '{n} মিলিসে.',
};
