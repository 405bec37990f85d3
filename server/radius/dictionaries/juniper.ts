import type { Dictionary } from './dictionary.ts';

/** Routers and their administrators. */
export const juniperDictionary: Dictionary = {
  vendor: 2636,
  name: 'Juniper',
  attributes: [
    [1, 'Juniper-Local-User-Name', 'text'],
    [2, 'Juniper-Allow-Commands', 'text'],
    [3, 'Juniper-Deny-Commands', 'text'],
    [4, 'Juniper-Allow-Configuration', 'text'],
    [5, 'Juniper-Deny-Configuration', 'text'],
    [8, 'Juniper-Interactive-Command', 'text'],
    [9, 'Juniper-Configuration-Change', 'text'],
    [10, 'Juniper-User-Permissions', 'text'],
    [31, 'Juniper-Primary-Dns', 'ipv4'],
    [33, 'Juniper-Secondary-Dns', 'ipv4'],
    [35, 'Juniper-Interface-id', 'text'],
    [36, 'Juniper-Ip-Pool-Name', 'text'],
    [37, 'Juniper-Keep-Alive', 'u32'],
    [38, 'Juniper-CoS-Traffic-Control-Profile', 'text'],
    [39, 'Juniper-CoS-Parameter', 'text'],
    [42, 'Juniper-tx-connect-speed', 'u32'],
    [43, 'Juniper-rx-connect-speed', 'u32'],
    [44, 'Juniper-Firewall-filter-name', 'text'],
    [45, 'Juniper-Policer-Parameter', 'text'],
    [48, 'Juniper-Switching-Filter', 'text'],
    [49, 'Juniper-VoIP-Vlan', 'text'],
    [52, 'Juniper-AV-Pair', 'text'],
  ],
  values: {},
};
