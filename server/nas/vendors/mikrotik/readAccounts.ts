import type { NasAccount } from '../nasAccounts.ts';
import { NasCommandRefused } from '../nasCommandError.ts';
import type { NasReplyRow, NasWire } from '../nasDriver.ts';

const COMMON = ['.id', 'comment', 'disabled', 'dynamic'];
/** What the router itself made is nobody's account. */
const isOwn = ({ dynamic, default: preset }: NasReplyRow): boolean => dynamic !== 'true' && preset !== 'true';

/**
 * PPP secrets, hotspot users, fixed leases and simple queues with one address (RouterOS manual: PPP AAA, Hotspot, DHCP
 * server, Queues), with the address lists they are on. A queue for the address of another entry is that entry's rate.
 */
export async function readAccounts(wire: NasWire, signal: AbortSignal): Promise<readonly NasAccount[]> {
  const menu = (path: string, fields: readonly string[]): Promise<readonly NasReplyRow[]> =>
    read(wire, path, [...COMMON, ...fields], signal);
  const secrets = await menu('/ppp/secret', ['name', 'password', 'profile', 'remote-address', 'caller-id']);
  const users = await menu('/ip/hotspot/user', ['name', 'password', 'profile', 'address', 'mac-address', 'default']);
  const leases = await menu('/ip/dhcp-server/lease', ['address', 'mac-address', 'host-name', 'rate-limit']);
  const queues = await menu('/queue/simple', ['name', 'target', 'max-limit']);
  const lists = Map.groupBy(
    await menu('/ip/firewall/address-list', ['list', 'address']),
    ({ address }) => address ?? '',
  );
  const listsOf = (address: string | undefined): readonly string[] =>
    address === undefined ? [] : [...new Set((lists.get(address) ?? []).flatMap(({ list }) => list ?? []))];
  const accounts = [
    ...secrets.filter(isOwn).map((row) => account('ppp', row, row['remote-address'], row['caller-id'])),
    ...users.filter(isOwn).map((row) => account('hotspot', row, row['address'], row['mac-address'])),
    ...leases
      .filter(isOwn)
      .map((row) =>
        account(
          'lease',
          { ...row, name: row['comment'] || row['host-name'] || row['mac-address'] || '' },
          row['address'],
          row['mac-address'],
        ),
      ),
  ];
  const taken = new Set(accounts.flatMap(({ address }) => address ?? []));
  const rest = queues.filter(isOwn).flatMap((row) => {
    const target = /^(\d+(?:\.\d+){3})(?:\/32)?$/.exec(row['target'] ?? '')?.[1];
    return target === undefined || taken.has(target) ? [] : [account('queue', row, target, undefined)];
  });
  return [...accounts, ...rest].map((one) => ({ ...one, lists: listsOf(one.address) }));
}

function account(service: NasAccount['service'], row: NasReplyRow, address?: string, mac?: string): NasAccount {
  const profile = row['profile'] ?? row['rate-limit'] ?? row['max-limit'];
  return {
    ...{ id: row['.id'] ?? '', service, name: row['name'] ?? '', disabled: row['disabled'] === 'true', lists: [] },
    ...(row['password'] ? { password: row['password'] } : {}),
    ...(profile ? { profile } : {}),
    // The name of a pool stands where an address may stand.
    ...(address !== undefined && /^\d+(?:\.\d+){3}$/.test(address) ? { address } : {}),
    ...(mac !== undefined && /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(mac) ? { mac: mac.toLowerCase() } : {}),
    ...(row['comment'] ? { comment: row['comment'] } : {}),
  };
}

/** Nothing of a menu that this router does not have. */
async function read(
  wire: NasWire,
  menu: string,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<readonly NasReplyRow[]> {
  try {
    return (await wire.run({ path: `${menu}/print`, attributes: { '.proplist': fields.join(',') } }, { signal })).rows;
  } catch (error) {
    if (error instanceof NasCommandRefused && error.missing) return [];
    throw error;
  }
}
