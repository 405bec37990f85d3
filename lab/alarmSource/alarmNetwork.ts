import type { LabClock } from '../labClock.ts';
import { SeededRandom } from '../seededRandom.ts';
import { AlarmDevice } from './alarmDevice.ts';
import { AlarmStorm, type StormProgress } from './alarmStorm.ts';
import { demoPlan, type PlannedTenant } from './demoPlan.ts';
import type { LinkFault } from './deviceLink.ts';
import { NetworkLife } from './networkLife.ts';
import type { LabAlarm } from './syslogEncoder.ts';

export interface AlarmNetworkOptions {
  readonly collector: { readonly host: string; readonly port: number };
  readonly seed: number;
  readonly clock: LabClock;
  readonly alarmsPerMinute: number;
  readonly heartbeatMs: number;
  readonly plan?: readonly PlannedTenant[];
}

export interface DeviceState {
  readonly tenantSlug: string;
  readonly branchName: string;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly hostname: string;
  readonly connected: boolean;
  readonly connects: number;
  readonly standing: number;
  readonly queued: number;
  readonly unsent: number;
}

export interface DeviceTruth {
  readonly tenantSlug: string;
  readonly hostname: string;
  readonly standing: readonly Pick<LabAlarm, 'resource' | 'probableCause' | 'severity'>[];
}

export interface StormRequest {
  readonly alarms: number;
  readonly reports: number;
  readonly seconds: number;
  readonly tenantSlug?: string | undefined;
}

/** All alarm-reporting equipment of the demonstration providers. */
export class AlarmNetwork {
  readonly devices: readonly AlarmDevice[];
  readonly #clock: LabClock;
  readonly #random: SeededRandom;
  readonly #lives: readonly NetworkLife[];
  #storm: AlarmStorm | undefined;

  constructor({ collector, seed, clock, alarmsPerMinute, heartbeatMs, plan = demoPlan }: AlarmNetworkOptions) {
    const random = new SeededRandom(seed);
    this.#clock = clock;
    this.#random = random;
    this.devices = plan.flatMap(({ slug, branches }) =>
      branches.flatMap((branch) =>
        branch.devices.map(
          (device) =>
            new AlarmDevice({
              plan: device,
              tenantSlug: slug,
              branchName: branch.name,
              collector,
              clock,
              random: random.fork(),
              heartbeatMs,
            }),
        ),
      ),
    );
    this.#lives = plan.map(
      ({ slug }) => new NetworkLife({ devices: this.#ofTenant(slug), clock, random: random.fork(), alarmsPerMinute }),
    );
  }

  start(): void {
    for (const device of this.devices) device.start();
    for (const life of this.#lives) life.start();
  }

  stop(): void {
    this.#storm?.stop();
    for (const life of this.#lives) life.stop();
    for (const device of this.devices) device.stop();
  }

  states(): readonly DeviceState[] {
    return this.devices.map(({ options, link, standing }) => ({
      tenantSlug: options.tenantSlug,
      branchName: options.branchName,
      type: options.plan.type,
      name: options.plan.name,
      address: options.plan.address,
      hostname: options.plan.hostname,
      connected: link.connected,
      connects: link.connects,
      standing: standing.length,
      queued: link.queued,
      unsent: link.unsent,
    }));
  }

  truth(): readonly DeviceTruth[] {
    return this.devices.map(({ options, standing }) => ({
      tenantSlug: options.tenantSlug,
      hostname: options.plan.hostname,
      standing: standing.map(({ resource, probableCause, severity }) => ({ resource, probableCause, severity })),
    }));
  }

  device(hostname: string): AlarmDevice | undefined {
    return this.devices.find(({ options }) => options.plan.hostname === hostname);
  }

  /** A storm that is still going on ends first. */
  storm({ alarms, reports, seconds, tenantSlug }: StormRequest): AlarmStorm {
    this.#storm?.stop();
    const devices = tenantSlug === undefined ? this.devices : this.#ofTenant(tenantSlug);
    const olts = devices.filter(({ options }) => options.plan.type === 'olt');
    this.#storm = new AlarmStorm({
      devices: olts,
      alarms,
      reports,
      lastsMs: seconds * 1000,
      clock: this.#clock,
      random: this.#random.fork(),
    });
    this.#storm.start();
    return this.#storm;
  }

  get stormProgress(): StormProgress | undefined {
    return this.#storm?.progress;
  }

  /** Everything that stands, of all or of one provider, is repaired; returns how many alarms that were. */
  calm(tenantSlug?: string): number {
    this.#storm?.stop();
    const devices = tenantSlug === undefined ? this.devices : this.#ofTenant(tenantSlug);
    const standing = devices.flatMap((device) => device.standing.map((alarm) => ({ device, alarm })));
    for (const { device, alarm } of standing) device.clear(alarm);
    return standing.length;
  }

  fault(device: AlarmDevice, fault: LinkFault | 'none', lastsMs: number): void {
    if (fault === 'none') device.link.recover();
    else device.link.inject(fault, lastsMs);
  }

  set paused(paused: boolean) {
    for (const life of this.#lives) life.paused = paused;
  }

  set alarmsPerMinute(perMinute: number) {
    for (const life of this.#lives) life.alarmsPerMinute = perMinute;
  }

  hasTenant(slug: string): boolean {
    return this.#ofTenant(slug).length > 0;
  }

  #ofTenant(slug: string): readonly AlarmDevice[] {
    return this.devices.filter(({ options }) => options.tenantSlug === slug);
  }
}
