import type { LabSeverity } from './syslogEncoder.ts';

export type DeviceType = 'olt' | 'bng' | 'switch' | 'power';

export interface PlannedDevice {
  readonly type: DeviceType;
  /** What an operator would call it. */
  readonly name: string;
  readonly hostname: string;
  readonly address: string;
}

export interface PlannedBranch {
  readonly name: string;
  readonly devices: readonly PlannedDevice[];
}

export interface PlannedTenant {
  readonly slug: string;
  readonly branches: readonly PlannedBranch[];
}

export interface PlannedTrouble {
  readonly probableCause: string;
  readonly eventType: string;
  readonly severities: readonly LabSeverity[];
  /** `%` stands for the resource. */
  readonly text: string;
  /** Part of a device: shelf/slot/port…; `''` is the device itself. Each letter after `#` becomes a number below it. */
  readonly part: string;
}

/** The two demonstration providers. Every device speaks from an address of its own. */
export const demoPlan: readonly PlannedTenant[] = [
  {
    slug: 'savanna-fibre',
    branches: [
      {
        name: 'Westlands',
        devices: [
          { type: 'olt', name: 'Westlands OLT 1', hostname: 'OLT-WESTLANDS-1', address: '127.41.1.11' },
          { type: 'olt', name: 'Westlands OLT 2', hostname: 'OLT-WESTLANDS-2', address: '127.41.1.12' },
          { type: 'bng', name: 'Westlands BNG', hostname: 'BNG-WESTLANDS', address: '127.41.1.21' },
          { type: 'power', name: 'Westlands power plant', hostname: 'PWR-WESTLANDS', address: '127.41.1.31' },
        ],
      },
      {
        name: 'Kilimani',
        devices: [
          { type: 'olt', name: 'Kilimani OLT 1', hostname: 'OLT-KILIMANI-1', address: '127.41.2.11' },
          { type: 'switch', name: 'Kilimani aggregation', hostname: 'AGG-KILIMANI', address: '127.41.2.41' },
          { type: 'power', name: 'Kilimani UPS', hostname: 'UPS-KILIMANI', address: '127.41.2.31' },
        ],
      },
      {
        name: 'Mombasa Nyali',
        devices: [
          { type: 'olt', name: 'Nyali OLT 1', hostname: 'OLT-NYALI-1', address: '127.41.3.11' },
          { type: 'bng', name: 'Nyali NAS', hostname: 'NAS-NYALI', address: '127.41.3.21' },
          { type: 'power', name: 'Nyali generator and rectifier', hostname: 'PWR-NYALI', address: '127.41.3.31' },
        ],
      },
      {
        name: 'Kisumu',
        devices: [
          { type: 'olt', name: 'Kisumu OLT 1', hostname: 'OLT-KISUMU-1', address: '127.41.4.11' },
          { type: 'switch', name: 'Kisumu aggregation', hostname: 'AGG-KISUMU', address: '127.41.4.41' },
        ],
      },
    ],
  },
  {
    slug: 'padma-net',
    branches: [
      {
        name: 'Mirpur',
        devices: [
          { type: 'olt', name: 'Mirpur OLT 1', hostname: 'OLT-MIRPUR-1', address: '127.42.1.11' },
          { type: 'olt', name: 'Mirpur OLT 2', hostname: 'OLT-MIRPUR-2', address: '127.42.1.12' },
          { type: 'bng', name: 'Mirpur NAS', hostname: 'NAS-MIRPUR', address: '127.42.1.21' },
          { type: 'power', name: 'Mirpur IPS', hostname: 'IPS-MIRPUR', address: '127.42.1.31' },
        ],
      },
      {
        name: 'Uttara',
        devices: [
          { type: 'olt', name: 'Uttara OLT 1', hostname: 'OLT-UTTARA-1', address: '127.42.2.11' },
          { type: 'switch', name: 'Uttara aggregation', hostname: 'AGG-UTTARA', address: '127.42.2.41' },
          { type: 'power', name: 'Uttara UPS', hostname: 'UPS-UTTARA', address: '127.42.2.31' },
        ],
      },
      {
        name: 'Chattogram Agrabad',
        devices: [
          { type: 'olt', name: 'Agrabad OLT 1', hostname: 'OLT-AGRABAD-1', address: '127.42.3.11' },
          { type: 'bng', name: 'Agrabad NAS', hostname: 'NAS-AGRABAD', address: '127.42.3.21' },
        ],
      },
    ],
  },
];

const PON = '/#2/#8/#16';
const ONU = '/#2/#8/#16/#64';

/** What goes wrong where; causes are labels of the IANA ITU alarm registry (RFC 3877). */
export const troubles: Readonly<Record<DeviceType, readonly PlannedTrouble[]>> = {
  olt: [
    {
      probableCause: 'lossOfSignal',
      eventType: 'communicationsAlarm',
      severities: ['critical', 'major'],
      text: 'Feeder fibre dark at PON %',
      part: PON,
    },
    {
      probableCause: 'degradedSignal',
      eventType: 'qualityOfServiceAlarm',
      severities: ['minor', 'warning'],
      text: 'Receive power low at ONU %',
      part: ONU,
    },
    {
      probableCause: 'excessiveBER',
      eventType: 'qualityOfServiceAlarm',
      severities: ['minor'],
      text: 'Bit errors upstream at PON %',
      part: PON,
    },
    {
      probableCause: 'lineCardProblem',
      eventType: 'equipmentAlarm',
      severities: ['major'],
      text: 'Line card does not answer in slot %',
      part: '/#2/#8',
    },
    {
      probableCause: 'coolingFanFailure',
      eventType: 'equipmentAlarm',
      severities: ['minor', 'major'],
      text: 'Fan stopped in tray %',
      part: '/fan/#3',
    },
    {
      probableCause: 'heatingVentCoolingSystemProblem',
      eventType: 'environmentalAlarm',
      severities: ['warning'],
      text: 'Cabinet above 55 degrees at %',
      part: '',
    },
  ],
  bng: [
    {
      probableCause: 'linkFailure',
      eventType: 'communicationsAlarm',
      severities: ['critical'],
      text: 'Uplink down: %',
      part: '/uplink/#4',
    },
    {
      probableCause: 'thresholdCrossed',
      eventType: 'qualityOfServiceAlarm',
      severities: ['warning', 'minor'],
      text: 'Address pool above 90 percent: %',
      part: '/pool/#6',
    },
    {
      probableCause: 'outOfCPUCycles',
      eventType: 'processingErrorAlarm',
      severities: ['major'],
      text: 'Session setup slowed down on %',
      part: '',
    },
  ],
  switch: [
    {
      probableCause: 'linkFailure',
      eventType: 'communicationsAlarm',
      severities: ['major', 'critical'],
      text: 'Trunk down: %',
      part: '/trunk/#24',
    },
    {
      probableCause: 'equipmentMalfunction',
      eventType: 'equipmentAlarm',
      severities: ['minor'],
      text: 'Optics report a fault in port %',
      part: '/port/#48',
    },
  ],
  power: [
    {
      probableCause: 'commercialPowerFailure',
      eventType: 'environmentalAlarm',
      severities: ['major'],
      text: 'Mains failed at %, on battery',
      part: '',
    },
    {
      probableCause: 'lowBatteryThreshold',
      eventType: 'environmentalAlarm',
      severities: ['critical'],
      text: 'Battery string below 46 V: %',
      part: '/battery/#2',
    },
    {
      probableCause: 'rectifierFailure',
      eventType: 'equipmentAlarm',
      severities: ['minor'],
      text: 'Rectifier failed: %',
      part: '/rectifier/#3',
    },
    {
      probableCause: 'powerProblem',
      eventType: 'equipmentAlarm',
      severities: ['warning'],
      text: 'Output voltage unsteady at %',
      part: '',
    },
  ],
};
