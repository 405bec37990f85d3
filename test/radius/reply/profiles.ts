import type { ServiceProfile } from '#server/radius/reply/serviceProfile.ts';

/** A home line of 20 down and 5 up, by PPPoE. */
export const home: ServiceProfile = {
  accessType: 'pppoe',
  downBps: 20_000_000,
  upBps: 5_000_000,
  interimSeconds: 300,
};

/** Says everything that can be said. */
export const full: ServiceProfile = {
  ...home,
  burst: {
    down: { limitBps: 40_000_000, thresholdBps: 15_000_000, seconds: 16 },
    up: { limitBps: 8_000_000, thresholdBps: 4_000_000, seconds: 8 },
  },
  priority: 3,
  limitAt: { downBps: 2_000_000, upBps: 512_000 },
  addressList: 'customers',
  framedPool: 'pool-a',
  ipv6Pool: 'wan6',
  delegatedPool: 'pd6',
  routerProfile: 'gold-up/gold-down@isp',
  idleTimeoutSeconds: 900,
};
