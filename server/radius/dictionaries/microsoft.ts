import type { Dictionary } from './dictionary.ts';

/** MS-CHAP and MPPE (RFC 2548), and name servers. */
export const microsoftDictionary: Dictionary = {
  vendor: 311,
  name: 'Microsoft',
  attributes: [
    [1, 'MS-CHAP-Response', 'secret'],
    [2, 'MS-CHAP-Error', 'text'],
    [7, 'MS-MPPE-Encryption-Policy', 'u32'],
    [8, 'MS-MPPE-Encryption-Types', 'u32'],
    [10, 'MS-CHAP-Domain', 'text'],
    [11, 'MS-CHAP-Challenge', 'secret'],
    [12, 'MS-CHAP-MPPE-Keys', 'secret'],
    [16, 'MS-MPPE-Send-Key', 'secret'],
    [17, 'MS-MPPE-Recv-Key', 'secret'],
    [25, 'MS-CHAP2-Response', 'secret'],
    [26, 'MS-CHAP2-Success', 'octets'],
    [27, 'MS-CHAP2-CPW', 'secret'],
    [28, 'MS-Primary-DNS-Server', 'ipv4'],
    [29, 'MS-Secondary-DNS-Server', 'ipv4'],
    [30, 'MS-Primary-NBNS-Server', 'ipv4'],
    [31, 'MS-Secondary-NBNS-Server', 'ipv4'],
    [34, 'MS-RAS-Client-Name', 'text'],
    [35, 'MS-RAS-Client-Version', 'text'],
  ],
  values: {
    'MS-MPPE-Encryption-Policy': { 1: 'Encryption-Allowed', 2: 'Encryption-Required' },
    'MS-MPPE-Encryption-Types': { 1: 'RC4-40bit-Allowed', 2: 'RC4-128bit-Allowed', 6: 'RC4-40or128-bit-Allowed' },
  },
};
