import type { Dictionary } from './dictionary.ts';

/** accel-ppp, which otherwise speaks the standard and, where it is told to, another vendor's attributes. */
export const accelPppDictionary: Dictionary = {
  vendor: 55_999,
  name: 'Accel-PPP',
  attributes: [[1, 'Accel-VRF-Name', 'text']],
  values: {},
};
