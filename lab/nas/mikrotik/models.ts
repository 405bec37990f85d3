export type ModelName = 'hEX S' | 'RB4011' | 'CCR2004' | 'CCR1036' | 'CHR' | 'RB951';

export interface Sensor {
  readonly name: string;
  readonly unit: 'C' | 'V' | 'A' | 'W' | 'RPM';
  /** Reading of a router that has little to do, and what full load adds. */
  readonly idle: number;
  readonly load: number;
}

export interface Model {
  readonly name: ModelName;
  /** As /system/resource says it. */
  readonly boardName: string;
  /** As /system/routerboard says it; undefined for a virtual machine. */
  readonly routerboard: string | undefined;
  readonly architecture: string;
  readonly cpu: string;
  readonly cpuCount: number;
  readonly cpuMhz: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Interfaces with their default names; the first is the uplink. */
  readonly ports: readonly string[];
  /** Bit/s of the uplink that the box can forward. */
  readonly forwardsBps: number;
  readonly sensors: readonly Sensor[];
}

const MIB = 1024 * 1024;
const ether = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `ether${index + 1}`);
const plus = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `sfp-sfpplus${index + 1}`);
const volts = (idle: number): Sensor => ({ name: 'voltage', unit: 'V', idle, load: -0.3 });
const warm = (name: string, idle: number, load: number): Sensor => ({ name, unit: 'C', idle, load });

const models: readonly Model[] = [
  {
    name: 'hEX S',
    boardName: 'hEX S',
    routerboard: 'RB760iGS',
    architecture: 'mmips',
    cpu: 'MIPS 1004Kc V2.15',
    cpuCount: 4,
    cpuMhz: 880,
    memoryBytes: 256 * MIB,
    diskBytes: 16 * MIB,
    ports: [...ether(5), 'sfp1'],
    forwardsBps: 900e6,
    sensors: [volts(24.1), warm('temperature', 39, 16)],
  },
  {
    name: 'RB4011',
    boardName: 'RB4011iGS+',
    routerboard: 'RB4011iGS+',
    architecture: 'arm',
    cpu: 'ARM',
    cpuCount: 4,
    cpuMhz: 1400,
    memoryBytes: 1024 * MIB,
    diskBytes: 512 * MIB,
    ports: ['sfp-sfpplus1', ...ether(10)],
    forwardsBps: 4e9,
    sensors: [volts(24.3), warm('temperature', 42, 14)],
  },
  {
    name: 'CCR2004',
    boardName: 'CCR2004-1G-12S+2XS',
    routerboard: 'CCR2004-1G-12S+2XS',
    architecture: 'arm64',
    cpu: 'ARM64',
    cpuCount: 4,
    cpuMhz: 1700,
    memoryBytes: 4096 * MIB,
    diskBytes: 128 * MIB,
    ports: ['sfp28-1', 'sfp28-2', ...plus(12), 'ether1'],
    forwardsBps: 18e9,
    sensors: [
      warm('cpu-temperature', 47, 15),
      warm('board-temperature1', 38, 8),
      { name: 'fan1-speed', unit: 'RPM', idle: 4300, load: 2600 },
      { name: 'fan2-speed', unit: 'RPM', idle: 4280, load: 2640 },
      { name: 'psu1-voltage', unit: 'V', idle: 12.1, load: -0.1 },
      { name: 'psu2-voltage', unit: 'V', idle: 12.0, load: -0.1 },
      { name: 'power-consumption', unit: 'W', idle: 28.4, load: 12 },
    ],
  },
  {
    name: 'CCR1036',
    boardName: 'CCR1036-8G-2S+',
    routerboard: 'CCR1036-8G-2S+',
    architecture: 'tile',
    cpu: 'tilegx',
    cpuCount: 36,
    cpuMhz: 1200,
    memoryBytes: 4096 * MIB,
    diskBytes: 1024 * MIB,
    ports: [...plus(2), ...ether(8)],
    forwardsBps: 12e9,
    sensors: [
      volts(23.9),
      { name: 'current', unit: 'A', idle: 1.4, load: 0.8 },
      warm('temperature', 35, 9),
      warm('cpu-temperature', 48, 17),
      { name: 'power-consumption', unit: 'W', idle: 33.4, load: 19 },
      { name: 'fan1-speed', unit: 'RPM', idle: 3900, load: 1900 },
    ],
  },
  {
    name: 'CHR',
    boardName: 'CHR',
    routerboard: undefined,
    architecture: 'x86_64',
    cpu: 'AMD',
    cpuCount: 4,
    cpuMhz: 2894,
    memoryBytes: 2048 * MIB,
    diskBytes: 128 * MIB,
    ports: ether(3),
    forwardsBps: 9e9,
    sensors: [],
  },
  {
    name: 'RB951',
    boardName: 'RB951G-2HnD',
    routerboard: '951G-2HnD',
    architecture: 'mipsbe',
    cpu: 'MIPS 74Kc V4.12',
    cpuCount: 1,
    cpuMhz: 600,
    memoryBytes: 128 * MIB,
    diskBytes: 128 * MIB,
    ports: [...ether(5), 'wlan1'],
    forwardsBps: 280e6,
    sensors: [volts(23.6), warm('temperature', 36, 12)],
  },
];

export function modelNamed(name: ModelName): Model {
  const model = models.find((one) => one.name === name);
  if (!model) throw new RangeError(`no model ${name}`);
  return model;
}

export const modelNames: readonly ModelName[] = models.map(({ name }) => name);
