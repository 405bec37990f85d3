import type { LabClock } from '../labClock.ts';
import { SeededRandom } from '../seededRandom.ts';
import { modelNames } from './mikrotik/models.ts';
import { knownVersions, personalityOf } from './mikrotik/personality.ts';
import type { SubscriberLine } from './mikrotik/radius/subscriberLine.ts';
import { RouterDevice } from './mikrotik/routerDevice.ts';
import { nasPlan, type PlannedNas, type PlannedNasTenant } from './nasPlan.ts';

export interface NasNetworkOptions {
  readonly seed: number;
  readonly clock: LabClock;
  /** Ports of every router on its own address; 0 lets the system choose. */
  readonly apiPort: number;
  readonly apiTlsPort: number;
  /** Of CoA and Disconnect; unless given, the one of RFC 5176. */
  readonly incomingPort?: number;
  readonly plan?: readonly PlannedNasTenant[];
  /** Equipment of customers, by the router that it is behind. */
  readonly lines?: ReadonlyMap<string, readonly SubscriberLine[]>;
}

export interface LabNas {
  readonly device: RouterDevice;
  readonly plan: PlannedNas;
  readonly tenantSlug: string;
  readonly branchName: string;
  /** The account made for the product, and what it may. */
  readonly user: string;
  readonly password: string;
  readonly adminPassword: string;
}

/** As GET /nas answers it. */
export interface NasState {
  readonly name: string;
  readonly tenantSlug: string;
  readonly branchName: string;
  readonly address: string;
  /** Null where the service is switched off. */
  readonly apiPort: number | null;
  readonly apiTlsPort: number | null;
  /** Now, in spite of faults and of ports that others have taken. */
  readonly isListening: boolean;
  readonly tlsFingerprint256: string | null;
  readonly model: string;
  readonly version: string;
  readonly user: string;
  readonly password: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly fault: string;
  readonly connections: number;
  readonly connects: number;
  readonly uptimeSeconds: number;
  readonly pppActive: number;
  readonly hotspotActive: number;
  /** Where CoA and Disconnect are taken; null: nowhere. */
  readonly incomingPort: number | null;
}

const GROUP = 'lastmile';
const POLICY = 'ftp,reboot,read,write,test,sensitive,api';
const MOST_EXTRA = 2000;

/** All routers of the demonstration providers, and more for load tests. */
export class NasNetwork {
  readonly #options: NasNetworkOptions;
  readonly #routers: LabNas[] = [];
  readonly #extra: LabNas[] = [];
  readonly #random: SeededRandom;
  #isRunning = false;

  constructor(options: NasNetworkOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed + 0x6e61_73);
    for (const tenant of options.plan ?? nasPlan)
      for (const branch of tenant.branches)
        for (const router of branch.routers) this.#routers.push(this.#make(tenant, branch.name, router));
  }

  get routers(): readonly LabNas[] {
    return [...this.#routers, ...this.#extra];
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await Promise.all(
      this.#routers.map(async ({ device }) => await Promise.all([device.start(), device.certificate()])),
    );
  }

  stop(): void {
    this.#isRunning = false;
    for (const { device } of this.routers) device.stop();
  }

  find(name: string): LabNas | undefined {
    return this.routers.find(({ plan }) => plan.name === name);
  }

  /** From now on there are so many small routers more, 127.21.x.y, of the first provider. */
  async setExtra(count: number): Promise<void> {
    if (count > MOST_EXTRA) throw new RangeError(`at most ${MOST_EXTRA} more routers`);
    const [tenant] = this.#options.plan ?? nasPlan;
    if (!tenant) throw new RangeError('the plan has no provider');
    for (const { device } of this.#extra.splice(count)) device.stop();
    const added: LabNas[] = [];
    for (let index = this.#extra.length; index < count; index += 1)
      added.push(this.#make(tenant, tenant.branches[0]!.name, cheapRouter(index)));
    this.#extra.push(...added);
    if (this.#isRunning) await Promise.all(added.map(({ device }) => device.start()));
  }

  async states(): Promise<readonly NasState[]> {
    return await Promise.all(this.routers.map(async (nas) => await this.#stateOf(nas)));
  }

  async #stateOf({ device, plan, tenantSlug, branchName, user, password, adminPassword }: LabNas): Promise<NasState> {
    const { router } = device;
    const isExtra = plan.address.startsWith('127.21.');
    return {
      name: plan.name,
      tenantSlug,
      branchName,
      address: plan.address,
      apiPort: portOf(device, 'api'),
      apiTlsPort: portOf(device, 'api-ssl'),
      isListening: device.portOf('api') !== undefined || device.portOf('api-ssl') !== undefined,
      // Hundreds of routers make their certificates when somebody comes.
      tlsFingerprint256: isExtra ? null : ((await device.certificate())?.fingerprint256 ?? null),
      model: router.personality.model.boardName,
      version: plan.version,
      user,
      password,
      adminUser: 'admin',
      adminPassword,
      latitude: plan.latitude,
      longitude: plan.longitude,
      fault: device.fault,
      connections: device.connections,
      connects: device.connects,
      uptimeSeconds: Math.floor((this.#options.clock.now() - router.bootedAt) / 1000),
      pppActive: router.table('/ppp/active').size,
      hotspotActive: router.table('/ip/hotspot/active').size,
      incomingPort: router.lines.incoming.port ?? null,
    };
  }

  #make(tenant: PlannedNasTenant, branchName: string, plan: PlannedNas): LabNas {
    const { clock, apiPort, apiTlsPort, incomingPort } = this.#options;
    const random = this.#random.fork();
    const serial = random.bytes(6).toString('hex').toUpperCase();
    const password = `Lm-${random.bytes(6).toString('hex')}`;
    const octets = plan.address.split('.').map(Number);
    const device = new RouterDevice({
      personality: personalityOf(plan.model, plan.version),
      site: {
        identity: plan.name,
        address: plan.address,
        apiPort,
        apiTlsPort,
        serial,
        softwareId: `${letters(serial.slice(0, 4))}-${letters(serial.slice(4, 8))}`,
        timeZone: tenant.timeZone,
        gmtOffsetMs: tenant.gmtOffsetMs,
        siteNumber: (octets[2]! * 16 + octets[3]!) % 200,
      },
      config: {
        users: [{ name: GROUP, password, group: GROUP, policy: POLICY }],
        ppp: plan.ppp,
        hotspot: plan.hotspot,
        accountPrefix: `${tenant.accountPrefix}${octets[3]}`,
        dns: tenant.dns,
        incomingPort,
      },
      clock,
      random: random.fork(),
    });
    device.router.lines.add(this.#options.lines?.get(plan.name) ?? []);
    const adminPassword = device.router.table('/user').byName('admin')?.values['password'] ?? '';
    return { device, plan, tenantSlug: tenant.slug, branchName, user: GROUP, password, adminPassword };
  }
}

/** Software ids have letters and digits only; these look the part. */
const letters = (hex: string): string =>
  hex.replaceAll(/./g, (digit) => 'BDFGHJKLMNPQRSTV'[Number.parseInt(digit, 16)] ?? '');

/** What /ip/service says, also while the router is off. */
function portOf({ router }: RouterDevice, service: 'api' | 'api-ssl'): number | null {
  const values = router.table('/ip/service').byName(service)?.values;
  return values?.['disabled'] === 'yes' ? null : Number(values?.['port']) || null;
}

function cheapRouter(index: number): PlannedNas {
  return {
    name: `NAS-EXTRA-${String(index + 1).padStart(4, '0')}`,
    address: `127.21.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    model: modelNames[index % modelNames.length]!,
    version: knownVersions[index % knownVersions.length]!,
    latitude: -1.28 + ((index * 37) % 100) / 400,
    longitude: 36.7 + ((index * 53) % 100) / 300,
    ppp: 20,
    hotspot: 5,
  };
}
