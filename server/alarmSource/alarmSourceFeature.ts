import { ALARM_SOURCE, alarmSourceActor, alarmSourceLogic } from '#actors/alarmSource/alarmSourceActor.ts';
import type { AlarmSourceInput } from '#actors/alarmSource/alarmSourceMachine.ts';
import type { ActorAddress } from '#actors/system/address.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { DeviceSpec } from '#actors/system/deviceKind.ts';
import type { CommandEnvelope, Fence } from '#actors/system/envelope.ts';
import type { SupervisedSpec } from '#actors/system/supervisor.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { systemRefusal } from '#shared/wire/systemRefusals.ts';
import type { Ask } from '../platform/actors/askUntilAnswered.ts';
import type { Database } from '../platform/db/database.ts';
import type { ObjectNames } from '../platform/feature.ts';
import type { RepeatingLog } from '../platform/log/repeatingLog.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import {
  SyslogListener,
  type SyslogListenerLimits,
  type SyslogListenerStats,
} from '../platform/transport/syslog/syslogListener.ts';
import { listAlarmSources } from './alarmSourceStore.ts';
import type { RegisteredSource } from './registeredSource.ts';
import { SourceChannel } from './sourceChannel.ts';
import { SourceDirectory, type UnknownSender } from './sourceDirectory.ts';
import { SyslogIntake, type IntakeStats } from './syslogIntake.ts';

/** What is registered in a tenant, by name. Throws DatabaseError. */
export function readAlarmSources(database: Database, tenant: TenantId): Promise<readonly RegisteredSource[]> {
  return database.tenantTx(tenant, listAlarmSources);
}

/** What sources are called in the audit log. */
export function alarmSourceNames(database: Database): ObjectNames {
  return storedNames(database, 'alarm_source', 'name');
}

/** What the feature needs of the database; each rejects while it does not answer. */
export interface AlarmSourceRecords {
  all(): Promise<readonly RegisteredSource[]>;
  find(address: string, hostname: string): Promise<RegisteredSource | undefined>;
  /** Source and cause of every alarm that stands at the source and its resources. */
  standing(source: RegisteredSource): Promise<readonly { source: string; cause: string }[]>;
}

/** Where device actors run; ActorSystem fits. */
export interface DeviceHost {
  startDevice(spec: DeviceSpec): Promise<unknown>;
  stopDevice(address: ActorAddress): Promise<void>;
}

export interface AlarmSourceFeatureOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly clock: Clock;
  readonly records: AlarmSourceRecords;
  readonly devices: DeviceHost;
  readonly ask: Ask;
  /** The ownership under which a device actor's reports are written; undefined while another server has it. */
  readonly fence: (device: ActorAddress) => Fence | undefined;
  readonly newId: () => string;
  readonly log: RepeatingLog;
  /** Connected and without a word: silent. 90 s unless told, three times the usual heartbeat. */
  readonly silentAfterMs?: number;
  /** Waiting or silent for this long: the product raises its own alarm. 2 minutes unless told. */
  readonly alarmAfterMs?: number;
  /** Alarms of one source that are told at a time; 256 unless told. */
  readonly mostInFlight?: number;
  readonly limits?: Partial<SyslogListenerLimits>;
}

export interface AlarmSourceStats {
  /** Undefined while the listener does not run. */
  readonly listener: SyslogListenerStats | undefined;
  readonly intake: IntakeStats;
  readonly sources: number;
  readonly connectedSources: number;
}

/** How long stopping waits for alarms to answer; the sources send again what did not get through. */
const STOP_WITHIN_MS = 5_000;

/** Alarms by syslog: listener → source → device actor → alarm actors. */
export class AlarmSourceFeature {
  readonly #options: AlarmSourceFeatureOptions;
  readonly #directory: SourceDirectory;
  readonly #intake: SyslogIntake;
  readonly #channels = new Map<string, SourceChannel>();
  readonly #stopping = new AbortController();
  #listener: SyslogListener | undefined;

  constructor(options: AlarmSourceFeatureOptions) {
    this.#options = options;
    const { clock, records, log } = options;
    this.#directory = new SourceDirectory({
      clock,
      find: (address, hostname) => records.find(address, hostname),
      findFailed: (error) => log.report('alarmSource.find', 'error', { error }, 'alarm sources can not be looked up'),
    });
    this.#intake = new SyslogIntake({
      directory: this.#directory,
      channelOf: (source) => this.#channelOf(source),
      log: (key, level, fields, message) => log.report(`alarmSource.${key}`, level, fields, message),
      signal: this.#stopping.signal,
    });
  }

  /** Starts the device actor of every registered source; rejects when they can't be read. */
  async start(): Promise<void> {
    await this.refresh();
  }

  /** Call after sources were registered or removed. */
  async refresh(): Promise<void> {
    const sources = await this.#options.records.all();
    this.#directory.replaceAll(sources);
    const registered = new Map<string, RegisteredSource>(sources.map((source) => [source.id, source]));
    for (const [id, channel] of this.#channels) {
      if (!isSame(channel.source, registered.get(id))) await this.#remove(channel);
    }
    for (const source of sources) this.#channelOf(source);
    this.#intake.sendStrangersAway();
  }

  /** The listener, to be run under the root after {@link start}: it is stopped before the device actors are. */
  listenerSpec(): SupervisedSpec {
    const { host, port, clock, newId, limits } = this.#options;
    return {
      name: 'syslog',
      label: `Syslog listener ${host}:${port}`,
      role: 'listener',
      start: async (failed) => {
        const listener = new SyslogListener({
          host,
          port,
          clock,
          newId,
          handler: this.#intake,
          ...(limits === undefined ? {} : { limits }),
        });
        await listener.start(failed);
        this.#listener = listener;
        return {
          stop: async () => {
            this.#listener = undefined;
            await this.#withinStopTime(listener.stop());
          },
          machineState: () => `${listener.stats().connections} connections`,
        };
      },
    };
  }

  /** The port listened on; undefined while the listener does not run. */
  get port(): number | undefined {
    return this.#listener?.port;
  }

  /** Ends what waits for the database; after the listener has been stopped. Device actors are their host's to stop. */
  stop(): void {
    this.#stopping.abort(new Error('alarm sources are stopping'));
  }

  /** Senders nobody has registered, the latest first, a hundred at most. */
  unknownSenders(): readonly UnknownSender[] {
    return this.#directory.unknownSenders();
  }

  stats(): AlarmSourceStats {
    const channels = [...this.#channels.values()];
    return {
      listener: this.#listener?.stats(),
      intake: this.#intake.stats(),
      sources: channels.length,
      connectedSources: channels.filter(({ connections }) => connections > 0).length,
    };
  }

  #channelOf(source: RegisteredSource): SourceChannel {
    const known = this.#channels.get(source.id);
    if (known) return known;
    const { clock, records, newId, log, mostInFlight = 256 } = this.#options;
    const channel = new SourceChannel({
      source,
      clock,
      ask: (envelope) => this.#askFenced(addressOf(source), envelope),
      standing: (of) => records.standing(of),
      newId,
      mostInFlight,
      log: (level, fields, message) =>
        log.report(`alarmSource.${source.id}.${message}`, level, { source: source.hostname, ...fields }, message),
    });
    this.#channels.set(source.id, channel);
    this.#options.devices.startDevice(this.#deviceSpec(channel)).catch((error: unknown) => {
      log.report(`alarmSource.start`, 'error', { error, source: source.hostname }, 'a device actor does not start');
    });
    return channel;
  }

  /** A device that another server has taken over writes nothing here; the report waits until it is clear whose it is. */
  #askFenced(device: ActorAddress, envelope: CommandEnvelope): Promise<Reply> {
    const fence = this.#options.fence(device);
    if (!fence) return Promise.resolve(systemRefusal('actor/not-owner'));
    return this.#options.ask({ ...envelope, fence });
  }

  async #remove(channel: SourceChannel): Promise<void> {
    this.#channels.delete(channel.source.id);
    await this.#options.devices.stopDevice(addressOf(channel.source));
    channel.abandon();
  }

  #deviceSpec(channel: SourceChannel): DeviceSpec {
    const { clock, silentAfterMs = 90_000, alarmAfterMs = 120_000 } = this.#options;
    const { source } = channel;
    return {
      address: addressOf(source),
      label: source.name,
      kind: alarmSourceActor,
      logic: alarmSourceLogic(channel.ports),
      input: { name: source.name, startedAt: clock.now(), silentAfterMs, alarmAfterMs } satisfies AlarmSourceInput,
    };
  }

  async #withinStopTime(work: Promise<void>): Promise<void> {
    const { clock } = this.#options;
    let timer: unknown;
    const late = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, STOP_WITHIN_MS)));
    await Promise.race([work, late]);
    clock.clearTimeout(timer);
  }
}

function isSame(a: RegisteredSource, b: RegisteredSource | undefined): boolean {
  return b !== undefined && a.name === b.name && a.hostname === b.hostname && a.branchId === b.branchId;
}

function addressOf({ tenant, id }: RegisteredSource): ActorAddress {
  return { tenant, kind: ALARM_SOURCE, id };
}
