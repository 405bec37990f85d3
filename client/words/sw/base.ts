import type { base as english } from '../en/base.ts';
import type { Translation } from '../translation.ts';

/** Words of every screen. */
export const base: Translation<typeof english> = {
  close: 'Funga',
  cancel: 'Ghairi',
  dismiss: 'Ondoa',
  loading: 'Inapakia',
  tryAgain: 'Jaribu tena',
  tryNow: 'Jaribu sasa',
  justNow: 'sasa hivi',
  ago: '{duration} zilizopita',
  seconds: 'sek {n}',
  minutes: 'dak {n}',
  hours: 'saa {n}',
  hoursMinutes: 'saa {h} dak {m}',
  days: 'siku {n}',
  milliseconds: 'ms {n}',
};
