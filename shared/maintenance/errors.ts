/** Refusals only a maintenance window gives. */
export const maintenanceRefusals = {
  'maintenance/exists': 'There is a window of this id already.',
  'maintenance/end-before-start': 'The end must be later than the beginning.',
  'maintenance/end-in-past': 'The end must be in the future.',
  'maintenance/too-long': 'A window can be 30 days at most. Plan another one after it.',
  'maintenance/running': 'It is running. Extend it or end it.',
  'maintenance/not-running': 'It is not running.',
  'maintenance/over': 'It is over.',
  'maintenance/not-later': 'The new end must be later than the present one. To finish sooner, end it.',
  'maintenance/branch-required': 'You work in some branches only. Choose one of them for the window.',
  'maintenance/already-yours': 'You are responsible for it already.',
} as const;
export type MaintenanceRefusalCode = keyof typeof maintenanceRefusals;
