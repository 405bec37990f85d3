import type { Dictionary } from './dictionary.ts';

/** Wi-Fi roaming, also of hotspots that have nothing to do with it. */
export const wisprDictionary: Dictionary = {
  vendor: 14122,
  name: 'WISPr',
  attributes: [
    [1, 'WISPr-Location-ID', 'text'],
    [2, 'WISPr-Location-Name', 'text'],
    [3, 'WISPr-Logoff-URL', 'text'],
    [4, 'WISPr-Redirection-URL', 'text'],
    [5, 'WISPr-Bandwidth-Min-Up', 'u32'],
    [6, 'WISPr-Bandwidth-Min-Down', 'u32'],
    [7, 'WISPr-Bandwidth-Max-Up', 'u32'],
    [8, 'WISPr-Bandwidth-Max-Down', 'u32'],
    [9, 'WISPr-Session-Terminate-Time', 'text'],
    [10, 'WISPr-Session-Terminate-End-Of-Day', 'text'],
    [11, 'WISPr-Billing-Class-Of-Service', 'text'],
  ],
  values: {},
};
