import { numberOf, textOf } from '../network.ts';
import type { RouterWorld } from '../routerWorld.ts';

interface Pool {
  readonly parts: readonly { readonly from: number; readonly to: number }[];
  readonly size: number;
  next: number;
}

const HOLDERS = ['/ppp/active', '/ip/hotspot/active', '/ip/dhcp-server/lease'];

/** Which addresses of the router's pools somebody has, and the next one that nobody has. */
export class AddressBook {
  readonly #world: RouterWorld;
  readonly #taken = new Map<string, number>();
  readonly #pools = new Map<string, Pool>();

  constructor(world: RouterWorld) {
    this.#world = world;
    for (const path of HOLDERS) {
      const table = world.table(path);
      const seen = new Set<string>();
      const put = (id: string, address: string | undefined): void => {
        if (address === undefined || seen.has(id)) return;
        seen.add(id);
        this.#taken.set(address, (this.#taken.get(address) ?? 0) + 1);
      };
      for (const { id, values } of table.all()) put(id, values['address']);
      table.listen(({ kind, item }) => {
        if (kind === 'put') put(item.id, item.values['address']);
        else if (seen.delete(item.id)) this.#release(item.values['address'] ?? '');
      });
    }
  }

  isTaken(address: string): boolean {
    return this.#taken.has(address);
  }

  /** From the top downwards, as RouterOS does it; undefined: no such pool, or nothing left in it. */
  next(poolName: string): string | undefined {
    const ranges = this.#world.table('/ip/pool').byName(poolName)?.values['ranges'];
    if (ranges === undefined) return undefined;
    const pool = this.#pool(ranges);
    for (let tried = 0; tried < pool.size; tried += 1) {
      const address = addressAt(pool, pool.next);
      pool.next = (pool.next + 1) % pool.size;
      if (!this.#taken.has(address)) return address;
    }
    return undefined;
  }

  #release(address: string): void {
    const left = (this.#taken.get(address) ?? 0) - 1;
    if (left > 0) this.#taken.set(address, left);
    else this.#taken.delete(address);
  }

  #pool(ranges: string): Pool {
    const known = this.#pools.get(ranges);
    if (known) return known;
    const parts = ranges.split(',').map(rangeOf);
    const size = parts.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0);
    const pool = { parts, size, next: 0 };
    this.#pools.set(ranges, pool);
    return pool;
  }
}

function addressAt({ parts }: Pool, index: number): string {
  let left = index;
  for (const { from, to } of parts.toReversed()) {
    const size = to - from + 1;
    if (left < size) return textOf(to - left);
    left -= size;
  }
  throw new RangeError(`the pool has no address ${index}`);
}

function rangeOf(text: string): { readonly from: number; readonly to: number } {
  const [first = '', last = ''] = text.split('-');
  if (last !== '') return { from: numberOf(first), to: numberOf(last) };
  const [address = '', length = '32'] = first.split('/');
  const size = 2 ** (32 - Number(length));
  const from = Math.floor(numberOf(address) / size) * size;
  return { from, to: from + size - 1 };
}
