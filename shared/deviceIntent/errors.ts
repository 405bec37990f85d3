/** Refusals only an intent gives. */
export const deviceIntentRefusals = {
  'deviceIntent/exists': 'This has been asked for already.',
  'deviceIntent/running': 'It is under way on the device and can’t be called off now.',
  'deviceIntent/ended': 'It has ended.',
  'deviceIntent/not-stuck': 'It does not need attention.',
} as const;
export type DeviceIntentRefusalCode = keyof typeof deviceIntentRefusals;
