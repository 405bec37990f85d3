import type { Dictionary } from './dictionary.ts';

/** Where the line is, as former Redback gateways say it. */
export const redbackDictionary: Dictionary = {
  vendor: 2352,
  name: 'Redback',
  attributes: [
    [96, 'Agent-Remote-Id', 'text'],
    [97, 'Agent-Circuit-Id', 'text'],
  ],
  values: {},
};
