/** Words of every screen. */
export const base = {
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  loading: 'Loading',
  tryAgain: 'Try again',
  tryNow: 'Try now',
  justNow: 'just now',
  ago: '{duration} ago',
  seconds: '{n} s',
  minutes: '{n} min',
  hours: '{n} h',
  hoursMinutes: '{h} h {m} min',
  days: '{n} d',
  milliseconds: '{n} ms',
} as const;
