/** The first screen. */
export const home = {
  'home.needs': 'What needs someone',
  'home.waiting.one': '{count} waits',
  'home.waiting.other': '{count} wait',
  'home.calm': 'Nothing needs you',
  'home.calm.text':
    'What cannot wait appears here within a second: critical alarms, routers that stay away, decisions.',
  'home.router.up': 'Up',
  'home.router.down': 'Down',
  'home.router.degraded': 'Degraded',
  'home.router.refuses': 'Login refused',
  'home.router.untrusted': 'Certificate changed',
  'home.router.maintenance': 'In maintenance',
  'home.router.sessions': 'Sessions',
  'home.approval': 'Approval',
  'home.approval.title': '{name} asks: {subject}',
  'home.open': 'Open it',
  'home.onCall.nobody': 'Nobody',
  'home.maintenance.until': 'Runs until {time}',
  'home.maintenance.from': 'From {time}',
} as const;
