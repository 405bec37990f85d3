/** Why a view was not saved or removed. */
export const savedViewRefusals = {
  'savedView/too-many': 'You have 200 saved views. Remove one you no longer use.',
  'savedView/unknown': 'You have no such view.',
} as const;

export type SavedViewRefusalCode = keyof typeof savedViewRefusals;
