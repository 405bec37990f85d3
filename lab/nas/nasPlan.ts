import type { ModelName } from './mikrotik/models.ts';

export interface PlannedNas {
  readonly name: string;
  readonly address: string;
  readonly model: ModelName;
  readonly version: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Accounts that the router knows itself. */
  readonly ppp: number;
  readonly hotspot: number;
}

export interface PlannedNasBranch {
  readonly name: string;
  readonly routers: readonly PlannedNas[];
}

export interface PlannedNasTenant {
  readonly slug: string;
  readonly accountPrefix: string;
  readonly timeZone: string;
  readonly gmtOffsetMs: number;
  readonly dns: string;
  readonly branches: readonly PlannedNasBranch[];
}

const HOUR_MS = 3_600_000;

/** The routers of the two demonstration providers; places are real, everything else is not. */
export const nasPlan: readonly PlannedNasTenant[] = [
  {
    slug: 'savanna-fibre',
    accountPrefix: 'SFL',
    timeZone: 'Africa/Nairobi',
    gmtOffsetMs: 3 * HOUR_MS,
    dns: '41.204.160.10,1.1.1.1',
    branches: [
      {
        name: 'Westlands',
        routers: [
          {
            name: 'NAS-WESTLANDS-1',
            address: '127.20.1.1',
            model: 'CCR2004',
            version: '7.18.2',
            latitude: -1.2648,
            longitude: 36.8021,
            ppp: 210,
            hotspot: 0,
          },
          {
            name: 'NAS-PARKLANDS',
            address: '127.20.1.2',
            model: 'RB4011',
            version: '7.16',
            latitude: -1.2609,
            longitude: 36.8185,
            ppp: 120,
            hotspot: 24,
          },
        ],
      },
      {
        name: 'Kilimani',
        routers: [
          {
            name: 'NAS-KILIMANI',
            address: '127.20.1.3',
            model: 'CCR1036',
            version: '6.49.17',
            latitude: -1.2921,
            longitude: 36.7856,
            ppp: 170,
            hotspot: 20,
          },
          {
            name: 'NAS-NGONG-ROAD',
            address: '127.20.1.4',
            model: 'hEX S',
            version: '7.12.1',
            latitude: -1.3003,
            longitude: 36.7679,
            ppp: 48,
            hotspot: 30,
          },
        ],
      },
      {
        name: 'Mombasa Nyali',
        routers: [
          {
            name: 'NAS-NYALI',
            address: '127.20.1.5',
            model: 'RB4011',
            version: '7.20.6',
            latitude: -4.0326,
            longitude: 39.7047,
            ppp: 140,
            hotspot: 60,
          },
          {
            name: 'NAS-BAMBURI',
            address: '127.20.1.6',
            model: 'RB951',
            version: '6.40.9',
            latitude: -3.9999,
            longitude: 39.7214,
            ppp: 26,
            hotspot: 12,
          },
        ],
      },
      {
        name: 'Kisumu',
        routers: [
          {
            name: 'NAS-KISUMU',
            address: '127.20.1.7',
            model: 'CHR',
            version: '7.18.2',
            latitude: -0.1022,
            longitude: 34.7617,
            ppp: 90,
            hotspot: 25,
          },
        ],
      },
    ],
  },
  {
    slug: 'padma-net',
    accountPrefix: 'PDM',
    timeZone: 'Asia/Dhaka',
    gmtOffsetMs: 6 * HOUR_MS,
    dns: '103.12.176.2,8.8.8.8',
    branches: [
      {
        name: 'Mirpur',
        routers: [
          {
            name: 'NAS-MIRPUR-10',
            address: '127.20.2.1',
            model: 'CCR1036',
            version: '6.49.10',
            latitude: 23.8069,
            longitude: 90.3687,
            ppp: 220,
            hotspot: 0,
          },
          {
            name: 'NAS-MIRPUR-DOHS',
            address: '127.20.2.2',
            model: 'RB4011',
            version: '7.16',
            latitude: 23.8364,
            longitude: 90.3695,
            ppp: 110,
            hotspot: 0,
          },
        ],
      },
      {
        name: 'Uttara',
        routers: [
          {
            name: 'NAS-UTTARA-4',
            address: '127.20.2.3',
            model: 'CCR2004',
            version: '7.20.6',
            latitude: 23.8636,
            longitude: 90.4005,
            ppp: 180,
            hotspot: 0,
          },
          {
            name: 'NAS-UTTARA-12',
            address: '127.20.2.4',
            model: 'RB951',
            version: '6.40.9',
            latitude: 23.8735,
            longitude: 90.3834,
            ppp: 30,
            hotspot: 8,
          },
        ],
      },
      {
        name: 'Chattogram Agrabad',
        routers: [
          {
            name: 'NAS-AGRABAD',
            address: '127.20.2.5',
            model: 'hEX S',
            version: '7.18.2',
            latitude: 22.3246,
            longitude: 91.8117,
            ppp: 64,
            hotspot: 16,
          },
        ],
      },
    ],
  },
];
