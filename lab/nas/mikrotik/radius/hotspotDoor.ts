import type { Values } from '../configTable.ts';
import { parseDuration } from '../duration.ts';
import { hotspotProfile } from './accessAttributes.ts';
import type { Approach, Door, DoorContext } from './doors.ts';
import { grantOf, type Grant } from './grant.ts';
import { loginBy, openHotspot } from './hotspotTables.ts';
import { loginProof, type LoginProof } from './loginProof.ts';
import type { Login, NasSession } from './nasSession.ts';
import { newSession } from './newSession.ts';
import { parseRateLimit } from './rateLimit.ts';
import type { AccessAnswer } from './routerRadius.ts';
import type { SubscriberLine } from './subscriberLine.ts';

/** Hotspot: a guest has an address already, and logs in on a page or by the phone's MAC. */
export class HotspotDoor implements Door {
  readonly #context: DoorContext;

  constructor(context: DoorContext) {
    this.#context = context;
  }

  approach(line: SubscriberLine): Approach {
    const { world, numbers, addresses } = this.#context;
    const server = this.#server();
    if (!server) return 'nobody';
    const calledId = server['name'] ?? '';
    const username = line.method === 'mac' ? line.mac : line.username;
    const user = world.table('/ip/hotspot/user').byName(username)?.values;
    if (user && user['disabled'] !== 'yes') return 'local';
    if (hotspotProfile(world, calledId)['use-radius'] !== 'yes') return 'nobody';
    const hostAddress = addresses.next(server['address-pool'] ?? '');
    if (hostAddress === undefined) return 'nobody';
    const portId = server['interface'] ?? '';
    return { line, service: 'hotspot', number: numbers.next('hotspot'), username, calledId, portId, hostAddress };
  }

  proof(login: Login): LoginProof {
    const { line, username, calledId } = login;
    const profile = hotspotProfile(this.#context.world, calledId);
    if (line.method !== 'mac') {
      const method = loginBy(this.#context.world, login) === 'http-chap' ? 'chap' : 'pap';
      return loginProof(method, username, line.password);
    }
    const isBoth = profile['mac-auth-mode'] === 'mac-as-username-and-password';
    return loginProof('pap', username, isBoth ? username : (profile['mac-auth-password'] ?? ''));
  }

  admit(login: Login, answer: AccessAnswer): NasSession | undefined {
    const { world } = this.#context;
    const given = grantOf(answer.packet);
    const profile = world.table('/ip/hotspot/user/profile').byName(given.group ?? 'default')?.values;
    if (!profile)
      return this.#refuse(login, `configuration error: login failed: unknown user profile <${given.group}>`);
    const address = this.#address(login, given);
    if (address === undefined) return this.#refuse(login, 'login failed: no address from ip pool');
    const grant = withProfile(given, profile);
    const startedAt = world.clock.now();
    const items = openHotspot(world, login, grant, address);
    world.log.write('hotspot,account,info,debug', `${login.username} (${address}): logged in`);
    return newSession({ login, grant, address, startedAt, items });
  }

  interimSeconds({ login, grant }: NasSession): number | undefined {
    const profile = hotspotProfile(this.#context.world, login.calledId);
    if (profile['radius-accounting'] === 'no') return undefined;
    const own = profile['radius-interim-update'] ?? 'received';
    return own === 'received' ? (grant.interim ?? 0) : (parseDuration(own) ?? 0) / 1000;
  }

  #server(): Values | undefined {
    return this.#context.world
      .table('/ip/hotspot')
      .all()
      .find(({ values }) => values['disabled'] === 'no')?.values;
  }

  /** The guest's own, unless the server gives another; a pool that has none fails the login. */
  #address({ hostAddress }: Login, { address, pool }: Grant): string | undefined {
    if (address !== undefined) return address;
    return pool === undefined ? hostAddress : this.#context.addresses.next(pool);
  }

  #refuse({ username, hostAddress }: Login, why: string): undefined {
    this.#context.world.log.write('hotspot,error,info,debug', `${username} (${hostAddress}): ${why}`);
    return undefined;
  }
}

function withProfile(grant: Grant, profile: Values): Grant {
  const list = profile['address-list'] ?? '';
  const own = (parseDuration(profile['session-timeout'] ?? '0s') ?? 0) / 1000;
  return {
    ...grant,
    rate: grant.rate ?? parseRateLimit(profile['rate-limit'] ?? ''),
    addressLists: list === '' ? grant.addressLists : [...new Set([...grant.addressLists, list])],
    sessionTimeout: grant.sessionTimeout ?? (own > 0 ? own : undefined),
  };
}
