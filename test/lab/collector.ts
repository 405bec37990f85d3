import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { ActorAddress } from '#actors/system/address.ts';
import type { DeviceSpec } from '#actors/system/deviceKind.ts';
import { DeviceRuntime } from '#actors/system/deviceRuntime.ts';
import { Supervisor, type Running } from '#actors/system/supervisor.ts';
import { demoPlan } from '#lab/alarmSource/demoPlan.ts';
import { AlarmSourceFeature } from '#server/alarmSource/alarmSourceFeature.ts';
import type { RegisteredSource } from '#server/alarmSource/registeredSource.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { createRepeatingLog } from '#server/platform/log/repeatingLog.ts';
import type { SyslogListenerLimits } from '#server/platform/transport/syslog/syslogListener.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';
import { AlarmModel } from './alarmModel.ts';

export interface Collector extends AsyncDisposable {
  readonly port: number;
  readonly model: AlarmModel;
  readonly feature: AlarmSourceFeature;
  /** Tenant of each provider of the plan. */
  readonly tenants: ReadonlyMap<string, TenantId>;
  /** The machine's state of a source. */
  state(hostname: string): string | undefined;
  /** Registers the sources when that was left for later. */
  register(): Promise<void>;
  /** Makes a source's device actor fail, as a bug in it would. */
  crash(hostname: string): void;
  logged(): readonly string[];
}

export interface CollectorOptions {
  /** Besides the lab's devices. */
  readonly sources?: readonly { readonly address: string; readonly hostname: string }[];
  readonly limits?: Partial<SyslogListenerLimits>;
  readonly silentAfterMs?: number;
  readonly alarmAfterMs?: number;
  /** Nobody is registered until `register` is called. */
  readonly registeredLater?: boolean;
}

/** The product's alarm sources with real sockets and device actors, in front of a model of the alarms. */
export async function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  const model = new AlarmModel();
  const tenants = new Map(demoPlan.map(({ slug }) => [slug, TenantId.parse(randomUUID())]));
  const everyone = [
    ...planned(tenants),
    ...(options.sources ?? []).map((source) => registered(source, [...tenants.values()][0]!)),
  ];
  let sources = options.registeredLater === true ? [] : everyone;
  const lines: string[] = [];
  const log = createRepeatingLog({
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    clock: systemClock,
  });
  const runtime = new DeviceRuntime(systemClock);
  const root = new Supervisor('root', 'test', {
    clock: systemClock,
    random: () => 0,
    onCrash: () => undefined,
    onGaveUp: () => undefined,
    onRecovered: () => undefined,
    onChange: () => undefined,
  });
  const feature = new AlarmSourceFeature({
    host: '127.0.0.1',
    port: 0,
    clock: systemClock,
    records: {
      all: () => Promise.resolve(sources),
      find: (address, hostname) =>
        Promise.resolve(sources.find((s) => s.address === address && s.hostname === hostname)),
      standing: ({ tenant, hostname }) =>
        Promise.resolve(
          model.standing(tenant).filter(({ source }) => source === hostname || source.startsWith(`${hostname}/`)),
        ),
    },
    devices: {
      startDevice: (spec: DeviceSpec) => root.run(runtime.supervised(spec, () => undefined)),
      stopDevice: (address: ActorAddress) => root.remove(runtime.nameOf(address)),
    },
    ask: model.ask,
    fence: () => ({ shard: 0, epoch: 1n }),
    newId: randomUUID,
    log,
    ...options,
  });
  await feature.start();
  const listener: Running = await feature.listenerSpec().start(() => undefined);
  const child = (hostname: string) => {
    const source = everyone.find((candidate) => candidate.hostname === hostname);
    return source && root.find(`root/${runtime.nameOf({ tenant: source.tenant, kind: 'alarmSource', id: source.id })}`);
  };
  return {
    port: feature.port!,
    model,
    feature,
    tenants,
    state: (hostname) => child(hostname)?.node().machineState,
    register: () => {
      sources = everyone;
      return feature.refresh();
    },
    crash: (hostname) => child(hostname)?.fail(new Error('crash requested')),
    logged: () => lines,
    async [Symbol.asyncDispose]() {
      await listener.stop();
      feature.stop();
      await root.stop();
      log.stop();
    },
  };
}

function planned(tenants: ReadonlyMap<string, TenantId>): RegisteredSource[] {
  return demoPlan.flatMap(({ slug, branches }) =>
    branches.flatMap(({ devices }) => devices.map((device) => registered(device, tenants.get(slug)!))),
  );
}

function registered({ address, hostname }: { address: string; hostname: string }, tenant: TenantId): RegisteredSource {
  return { tenant, id: ActorId.parse(randomUUID()), name: hostname, address, hostname, branchId: undefined };
}
