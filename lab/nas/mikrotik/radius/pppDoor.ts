import { octetsOf } from '../../radius/radiusCodec.ts';
import { openSalted } from '../../radius/saltedValue.ts';
import type { Values } from '../configTable.ts';
import { parseDuration } from '../duration.ts';
import type { Approach, Door, DoorContext } from './doors.ts';
import { grantOf, type Grant } from './grant.ts';
import { loginProof, type LoginProof } from './loginProof.ts';
import type { Login, NasSession } from './nasSession.ts';
import { newSession } from './newSession.ts';
import { openPpp } from './pppTables.ts';
import { parseRateLimit } from './rateLimit.ts';
import type { AccessAnswer } from './routerRadius.ts';
import type { LoginMethod, SubscriberLine } from './subscriberLine.ts';

/** As /interface pppoe-server server writes them, the best first. */
const STRENGTH: readonly LoginMethod[] = ['mschap2', 'mschap1', 'chap', 'pap'];

/** PPPoE: the equipment dials, the router asks. */
export class PppDoor implements Door {
  readonly #context: DoorContext;

  constructor(context: DoorContext) {
    this.#context = context;
  }

  approach(line: SubscriberLine): Approach {
    const { world, numbers } = this.#context;
    const server = this.#server();
    if (!server) return 'nobody';
    const secret = world.table('/ppp/secret').byName(line.username)?.values;
    if (secret && secret['disabled'] !== 'yes') return 'local';
    if (world.table('/ppp/aaa').single.values['use-radius'] !== 'yes') return 'nobody';
    const calledId = server['service-name'] ?? '';
    const portId = server['interface'] ?? '';
    return { line, service: 'ppp', number: numbers.next('ppp'), username: line.username, calledId, portId };
  }

  proof({ line }: Login): LoginProof {
    const offered = this.#server()?.['authentication']?.split(',') ?? STRENGTH;
    const strongest = STRENGTH.find((method) => offered.includes(method)) ?? 'pap';
    const own = line.method;
    return loginProof(own !== undefined && offered.includes(own) ? own : strongest, line.username, line.password);
  }

  admit(login: Login, answer: AccessAnswer): NasSession | undefined {
    const { world } = this.#context;
    const given = grantOf(answer.packet);
    const profile = this.#profile(given);
    if (!profile) return this.#refuse(login, `unknown profile <${given.group}>`);
    const grant = withProfile(given, profile);
    const address = this.#address(grant, profile);
    if (address === undefined) return this.#refuse(login, 'could not determine remote address, using 0.0.0.0');
    const encoding = encodingOf(answer, profile);
    if (encoding === undefined) return this.#refuse(login, 'could not negotiate encryption');
    const startedAt = world.clock.now();
    const items = openPpp(world, login, grant, address, encoding);
    const { mac } = login.line;
    world.log.write('pppoe,info', `PPPoE connection established from ${mac}`);
    world.log.write('pppoe,ppp,info,account', `${login.username} logged in, ${address} from ${mac}`);
    return newSession({ login, grant, address, startedAt, items });
  }

  interimSeconds({ grant }: NasSession): number | undefined {
    const aaa = this.#context.world.table('/ppp/aaa').single.values;
    if (aaa['accounting'] === 'no') return undefined;
    return grant.interim || (parseDuration(aaa['interim-update'] ?? '0s') ?? 0) / 1000;
  }

  #server(): Values | undefined {
    return this.#context.world
      .table('/interface/pppoe-server/server')
      .all()
      .find(({ values }) => values['disabled'] === 'no')?.values;
  }

  #profile({ group }: Grant): Values | undefined {
    const name = group ?? this.#server()?.['default-profile'] ?? 'default';
    return this.#context.world.table('/ppp/profile').byName(name)?.values;
  }

  /** A fixed one, one of the pool that the server names, or one of the profile's pool. */
  #address(grant: Grant, profile: Values): string | undefined {
    if (grant.address !== undefined) return grant.address;
    const { addresses, world } = this.#context;
    if (grant.pool !== undefined) return addresses.next(grant.pool);
    const remote = profile['remote-address'];
    if (remote === undefined) return undefined;
    return world.table('/ip/pool').byName(remote) ? addresses.next(remote) : remote;
  }

  #refuse({ username }: Login, why: string): undefined {
    this.#context.world.log.write('pppoe,ppp,error', `<pppoe-${username}>: ${why}`);
    return undefined;
  }
}

/** What the server doesn't say, the profile does. */
function withProfile(grant: Grant, profile: Values): Grant {
  const list = profile['address-list'] ?? '';
  const seconds = (name: string): number | undefined => {
    const ms = parseDuration(profile[name] ?? '');
    return ms === undefined ? undefined : ms / 1000;
  };
  return {
    ...grant,
    rate: grant.rate ?? parseRateLimit(profile['rate-limit'] ?? ''),
    addressLists: list === '' ? grant.addressLists : [...new Set([...grant.addressLists, list])],
    sessionTimeout: grant.sessionTimeout ?? seconds('session-timeout'),
    idleTimeout: grant.idleTimeout ?? seconds('idle-timeout'),
  };
}

/** Where the profile demands encryption, only keys that the answer brings can give it. */
function encodingOf({ packet, authenticator, secret }: AccessAnswer, profile: Values): string | undefined {
  const wanted = profile['use-encryption'] ?? 'default';
  if (wanted !== 'yes' && wanted !== 'required') return '';
  const keys = [octetsOf(packet, 'MS-MPPE-Send-Key')[0], octetsOf(packet, 'MS-MPPE-Recv-Key')[0]];
  const areGood = keys.every((key) => key !== undefined && openSalted(key, authenticator, secret)?.length === 16);
  if (areGood) return 'MPPE128 stateless';
  return wanted === 'yes' ? '' : undefined;
}
