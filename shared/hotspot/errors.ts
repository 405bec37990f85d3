/** Why an act on login pages is refused. */
export const hotspotRefusals = {
  'hotspot/company-wide': 'This holds for all branches. Ask somebody who works for all of them.',
  'hotspot/logo-not-understood': 'The logo must be a PNG picture of at most 20 KB and 800 × 400 pixels.',
  'hotspot/not-found': 'There is no such page. Fetch the pages from the address the product shows.',
} as const;
export type HotspotRefusalCode = keyof typeof hotspotRefusals;
