import type { Dictionary } from './dictionary.ts';

/** The access line as the DSLAM sees it (RFC 4679). */
export const dslForumDictionary: Dictionary = {
  vendor: 3561,
  name: 'ADSL-Forum',
  attributes: [
    [1, 'ADSL-Agent-Circuit-Id', 'text'],
    [2, 'ADSL-Agent-Remote-Id', 'text'],
    [129, 'Actual-Data-Rate-Upstream', 'u32'],
    [130, 'Actual-Data-Rate-Downstream', 'u32'],
    [131, 'Minimum-Data-Rate-Upstream', 'u32'],
    [132, 'Minimum-Data-Rate-Downstream', 'u32'],
    [133, 'Attainable-Data-Rate-Upstream', 'u32'],
    [134, 'Attainable-Data-Rate-Downstream', 'u32'],
    [135, 'Maximum-Data-Rate-Upstream', 'u32'],
    [136, 'Maximum-Data-Rate-Downstream', 'u32'],
    [137, 'Minimum-Data-Rate-Upstream-Low-Power', 'u32'],
    [138, 'Minimum-Data-Rate-Downstream-Low-Power', 'u32'],
    [139, 'Maximum-Interleaving-Delay-Upstream', 'u32'],
    [140, 'Actual-Interleaving-Delay-Upstream', 'u32'],
    [141, 'Maximum-Interleaving-Delay-Downstream', 'u32'],
    [142, 'Actual-Interleaving-Delay-Downstream', 'u32'],
    [144, 'Access-Loop-Encapsulation', 'octets'],
    [254, 'IWF-Session', 'octets'],
  ],
  values: {},
};
