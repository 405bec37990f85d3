import type { LabClock } from '../labClock.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { PlannedDevice } from './demoPlan.ts';
import { DeviceLink } from './deviceLink.ts';
import { encodeAlarm, encodeMessage, octetCounted, type LabAlarm } from './syslogEncoder.ts';

export interface AlarmDeviceOptions {
  readonly plan: PlannedDevice;
  readonly tenantSlug: string;
  readonly branchName: string;
  readonly collector: { readonly host: string; readonly port: number };
  readonly clock: LabClock;
  readonly random: SeededRandom;
  readonly heartbeatMs: number;
}

const APP_NAMES = { olt: 'oltd', bng: 'bngd', switch: 'swd', power: 'powerd' } as const;

/** A piece of equipment that reports its alarms by RFC 5674 and repeats the standing ones on every connection. */
export class AlarmDevice {
  readonly options: AlarmDeviceOptions;
  readonly link: DeviceLink;
  readonly #standing = new Map<string, LabAlarm>();
  #heartbeat: unknown;
  /** Reports made, whether or not they could be sent. */
  reports = 0;

  constructor(options: AlarmDeviceOptions) {
    this.options = options;
    this.link = new DeviceLink({
      ...options.collector,
      localAddress: options.plan.address,
      clock: options.clock,
      random: options.random,
      greeting: () => this.#greeting(),
    });
  }

  get standing(): readonly LabAlarm[] {
    return [...this.#standing.values()];
  }

  start(): void {
    this.link.start();
    this.#beat();
  }

  stop(): void {
    this.options.clock.clearTimeout(this.#heartbeat);
    this.link.stop();
  }

  /** Raises, or repeats with what is new. */
  raise(alarm: LabAlarm): void {
    this.#standing.set(keyOf(alarm), alarm);
    this.#report(alarm, false);
  }

  /** False when no such alarm stands. */
  clear(alarm: Pick<LabAlarm, 'resource' | 'probableCause'>): boolean {
    const standing = this.#standing.get(keyOf(alarm));
    if (!standing) return false;
    this.#standing.delete(keyOf(alarm));
    this.#report(standing, true);
    return true;
  }

  isStanding(alarm: Pick<LabAlarm, 'resource' | 'probableCause'>): boolean {
    return this.#standing.has(keyOf(alarm));
  }

  /** The alarm ends while nobody is told, as when a device loses its memory in a power cut. */
  forget(alarm: Pick<LabAlarm, 'resource' | 'probableCause'>): boolean {
    return this.#standing.delete(keyOf(alarm));
  }

  #report(alarm: LabAlarm, cleared: boolean): void {
    this.reports += 1;
    this.link.send(this.#encoded(alarm, cleared));
  }

  #greeting(): readonly Buffer[] {
    return [
      this.#note('ACTIVE-ALARMS-BEGIN', `${this.#standing.size} alarms`),
      ...this.standing.map((alarm) => this.#encoded(alarm, false)),
      this.#note('ACTIVE-ALARMS-END', ''),
    ];
  }

  #beat(): void {
    const { clock, random, heartbeatMs } = this.options;
    const waitMs = heartbeatMs * (0.8 + 0.4 * random.next());
    this.#heartbeat = clock.setTimeout(() => {
      if (this.link.connected) this.link.send(this.#note('HEARTBEAT', ''));
      this.#beat();
    }, waitMs);
  }

  #encoded(alarm: LabAlarm, cleared: boolean): Buffer {
    const { plan, clock } = this.options;
    return octetCounted(encodeAlarm(plan.hostname, APP_NAMES[plan.type], alarm, cleared, clock.now()));
  }

  #note(msgId: string, text: string): Buffer {
    const { plan, clock } = this.options;
    return octetCounted(
      encodeMessage({
        hostname: plan.hostname,
        appName: APP_NAMES[plan.type],
        msgId,
        at: clock.now(),
        text,
        level: 6,
        structuredData: '-',
      }),
    );
  }
}

function keyOf({ resource, probableCause }: Pick<LabAlarm, 'resource' | 'probableCause'>): string {
  return `${probableCause} ${resource}`;
}
