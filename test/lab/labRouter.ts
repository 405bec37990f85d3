import { realClock } from '#lab/labClock.ts';
import type { ModelName } from '#lab/nas/mikrotik/models.ts';
import { NasNetwork, type LabNas } from '#lab/nas/nasNetwork.ts';
import type { PlannedNasTenant } from '#lab/nas/nasPlan.ts';
import { RouterClient, type RouterAddress } from './routerClient.ts';

export interface LabRouter extends AsyncDisposable {
  readonly network: NasNetwork;
  readonly nas: LabNas;
  readonly api: RouterAddress;
  readonly tls: RouterAddress;
  /** A connection that is logged in with the account of the product. */
  client(): Promise<RouterClient>;
  asAdmin(): Promise<RouterClient>;
}

const NAME = 'NAS-TEST';

/** One router on ports of its own. */
export async function startRouter(version: string, model: ModelName = 'RB4011', subscribers = 12): Promise<LabRouter> {
  const router = {
    name: NAME,
    address: '127.0.0.1',
    model,
    version,
    latitude: 0,
    longitude: 0,
    ppp: subscribers,
    hotspot: Math.floor(subscribers / 2),
  };
  const plan: readonly PlannedNasTenant[] = [
    {
      slug: 'test',
      accountPrefix: 'T',
      timeZone: 'Africa/Nairobi',
      gmtOffsetMs: 10_800_000,
      dns: '1.1.1.1',
      branches: [{ name: 'Test', routers: [router] }],
    },
  ];
  const network = new NasNetwork({ seed: 7, clock: realClock, apiPort: 0, apiTlsPort: 0, incomingPort: 0, plan });
  await network.start();
  const nas = network.find(NAME)!;
  const at = (service: 'api' | 'api-ssl'): RouterAddress => ({
    host: '127.0.0.1',
    port: nas.device.portOf(service) ?? 0,
  });
  const loggedIn = async (name: string, password: string): Promise<RouterClient> => {
    const client = await RouterClient.open(at('api'));
    const answer = await client.logIn(name, password);
    if (answer.at(-1)?.[0] !== '!done' || answer.length > 1)
      throw new Error(answer.length === 0 ? 'closed' : JSON.stringify(answer));
    return client;
  };
  return {
    network,
    nas,
    get api() {
      return at('api');
    },
    get tls() {
      return at('api-ssl');
    },
    client: async () => await loggedIn(nas.user, nas.password),
    asAdmin: async () => await loggedIn('admin', nas.adminPassword),
    async [Symbol.asyncDispose]() {
      network.stop();
    },
  };
}
