import { WALLED_GARDEN_LIST } from '#shared/radius/walledGarden.ts';
import { RouterClient } from '../../lab/routerClient.ts';

export interface WatchedRouter {
  readonly name: string;
  readonly address: string;
  readonly apiPort: number;
  readonly user: string;
  readonly password: string;
}

/** A router's walled garden over its own API, as anybody may read it; times in ms since 1970. */
export interface GardenWatch extends Disposable {
  /** When each address that came into the list since was told of. */
  readonly entered: ReadonlyMap<string, number>;
  /** What the router prints now. */
  members(): Promise<readonly string[]>;
}

/** How exact the times are, ms. */
const LOOK_EVERY_MS = 5;
const LIST = '/ip/firewall/address-list';

/** `listen` of RouterOS: the router itself tells of every change of the list. */
export async function watchGarden({ address, apiPort, user, password }: WatchedRouter): Promise<GardenWatch> {
  const reader = await open({ host: address, port: apiPort }, user, password);
  const listener = await open({ host: address, port: apiPort }, user, password);
  const entered = new Map<string, number>();
  let read = listener.sentences.length;
  const look = setInterval(() => {
    for (; read < listener.sentences.length; read += 1) {
      const member = listener.sentences[read]!.find((word) => word.startsWith('=address='))?.slice('=address='.length);
      if (member !== undefined && !entered.has(member)) entered.set(member, Date.now());
    }
  }, LOOK_EVERY_MS);
  listener.send(`${LIST}/listen`, `?list=${WALLED_GARDEN_LIST}`);
  return {
    entered,
    async members() {
      const rows = await reader.rows(`${LIST}/print`, '=.proplist=address', `?list=${WALLED_GARDEN_LIST}`);
      return rows.flatMap((row) => row['address'] ?? []);
    },
    [Symbol.dispose]() {
      clearInterval(look);
      for (const { socket } of [reader, listener]) socket.destroy();
    },
  };
}

async function open(where: { host: string; port: number }, user: string, password: string): Promise<RouterClient> {
  const client = await RouterClient.open(where);
  await client.logIn(user, password);
  return client;
}
