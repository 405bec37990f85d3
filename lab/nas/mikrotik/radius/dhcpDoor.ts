import type { Values } from '../configTable.ts';
import { inUnits, parseDuration } from '../duration.ts';
import type { Approach, Door, DoorContext } from './doors.ts';
import { grantOf } from './grant.ts';
import type { LoginProof } from './loginProof.ts';
import type { Login, NasSession, SessionItems } from './nasSession.ts';
import { newSession } from './newSession.ts';
import { setLists, setQueue } from './pppTables.ts';
import type { AccessAnswer } from './routerRadius.ts';
import type { SubscriberLine } from './subscriberLine.ts';

/** IPoE: the equipment asks for an address, and the router asks whether it may have one. */
export class DhcpDoor implements Door {
  readonly #context: DoorContext;

  constructor(context: DoorContext) {
    this.#context = context;
  }

  approach(line: SubscriberLine): Approach {
    const { world, numbers } = this.#context;
    const server = this.#server();
    if (!server) return 'nobody';
    const lease = world
      .table('/ip/dhcp-server/lease')
      .all()
      .find(({ values, dynamic }) => !dynamic && values['mac-address'] === line.mac && values['disabled'] !== 'yes');
    if (lease) return 'local';
    const [calledId, portId] = [server['name'] ?? '', server['interface'] ?? ''];
    return { line, service: 'dhcp', number: numbers.next('dhcp'), username: line.mac, calledId, portId };
  }

  /** The name is the MAC, and the password nothing or the same. */
  proof({ username }: Login): LoginProof {
    const config = this.#context.world.table('/ip/dhcp-server/config').single.values;
    const isSame = config['radius-password'] === 'same-as-user';
    // The package leaves out what is empty: sixteen hidden zeros are what the router sends.
    return { attributes: [['User-Password', isSame ? username : '\0']], isBelieved: () => true };
  }

  admit(login: Login, answer: AccessAnswer): NasSession | undefined {
    const { world, addresses } = this.#context;
    const server = this.#server() ?? {};
    const grant = grantOf(answer.packet);
    const address = grant.address ?? addresses.next(grant.pool ?? server['address-pool'] ?? '');
    if (address === undefined) {
      world.log.write('dhcp,error', `${login.calledId}: no address for ${login.username}`);
      return undefined;
    }
    const startedAt = world.clock.now();
    const usualMs = parseDuration(server['lease-time'] ?? '') ?? 1_800_000;
    const leaseMs = grant.sessionTimeout ? grant.sessionTimeout * 1000 : usualMs;
    const items = this.#lend(login, address, leaseMs, grant.rate?.text ?? '');
    setQueue(world, items, grant.rate);
    setLists(world, items, grant.addressLists, [address]);
    world.log.write('dhcp,info', `${login.calledId} assigned ${address} for ${login.username}`);
    // The time is that of the lease, which is renewed; it ends no session.
    return newSession({ login, grant: { ...grant, sessionTimeout: undefined }, address, startedAt, items });
  }

  interimSeconds({ grant }: NasSession): number | undefined {
    const config = this.#context.world.table('/ip/dhcp-server/config').single.values;
    if (config['accounting'] === 'no') return undefined;
    return grant.interim || (parseDuration(config['interim-update'] ?? '0s') ?? 0) / 1000;
  }

  #server(): Values | undefined {
    return this.#context.world
      .table('/ip/dhcp-server')
      .all()
      .find(({ values }) => values['disabled'] !== 'yes' && values['use-radius'] === 'yes')?.values;
  }

  #lend({ line, calledId }: Login, address: string, leaseMs: number, rate: string): SessionItems {
    const { world } = this.#context;
    const since = String(world.clock.now());
    const active = world.table('/ip/dhcp-server/lease').add(
      {
        address,
        'mac-address': line.mac,
        'client-id': `1:${line.mac.toLowerCase()}`,
        server: calledId,
        'lease-time': inUnits(leaseMs),
        'rate-limit': rate,
        radius: 'yes',
        bound: 'yes',
        user: line.mac,
        ...(line.isSilent && { silent: 'yes' }),
        since,
      },
      { dynamic: true },
    );
    const queue = { queueName: `dhcp-ds<${line.mac}>`, queueTarget: `${address}/32`, queue: undefined };
    return { active, counted: active, ...queue, lists: [], others: [['/ip/dhcp-server/lease', active]] };
  }
}
