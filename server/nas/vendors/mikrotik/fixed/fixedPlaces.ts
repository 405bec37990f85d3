import type { NasWire } from '../../nasDriver.ts';
import type { FixedPlace } from '../../nasFixedLines.ts';
import { NEIGHBOURS, QUEUES } from './fixedItems.ts';

const WITHIN_MS = 30_000;

/** By queues that people made for one of the addresses, and by neighbours; two looks, however many addresses. */
export async function fixedPlaces(
  wire: NasWire,
  addresses: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly FixedPlace[]> {
  const print = async (menu: string, fields: string, queries: readonly string[]) =>
    (
      await wire.run(
        { path: `${menu}/print`, attributes: { '.proplist': fields }, queries },
        { signal, withinMs: WITHIN_MS },
      )
    ).rows;
  const ports = new Map<string, string | undefined>();
  for (const { target = '' } of await print(QUEUES, 'target', ['dynamic=false']))
    for (const one of target.split(',')) {
      const address = one.replace(/\/32$/, '');
      if (addresses.has(address)) ports.set(address, undefined);
    }
  for (const { address = '', interface: port, complete } of await print(NEIGHBOURS, 'address,interface,complete', []))
    if (addresses.has(address) && complete !== 'false') ports.set(address, port);
  return [...ports].map(([address, port]) => ({ address, port }));
}
