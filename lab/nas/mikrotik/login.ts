import { createHash } from 'node:crypto';
import type { Item, Values } from './configTable.ts';
import { within } from './network.ts';
import type { RouterWorld } from './routerWorld.ts';

export type LoginAnswer =
  /** Before 6.43: proves the password by the challenge. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'in'; readonly user: Item }
  | { readonly kind: 'refused'; readonly message: string };

export interface LoginAttempt {
  readonly args: Values;
  readonly peer: string;
  /** The one that was handed out on this connection, in hex. */
  readonly challenge: string | undefined;
  readonly makeChallenge: () => string;
}

/** `/login` in the words of this version: name and password, or the response to a challenge. */
export function logIn(world: RouterWorld, { args, peer, challenge, makeChallenge }: LoginAttempt): LoginAnswer {
  const { name, password, response } = args;
  const { oldLogin } = world.personality;
  if (oldLogin && response === undefined) return { kind: 'challenge', challenge: makeChallenge() };
  const user = name === undefined ? undefined : world.table('/user').byName(name);
  const proven =
    user !== undefined &&
    (oldLogin
      ? challenge !== undefined && response?.toLowerCase() === responseTo(challenge, user.values['password'] ?? '')
      : password !== undefined && password === (user.values['password'] ?? ''));
  if (!proven || user.values['disabled'] === 'yes' || !mayFrom(user, peer) || !rightsOf(world, user).has('api'))
    return { kind: 'refused', message: oldLogin ? 'cannot log in' : 'invalid user name or password (6)' };
  return { kind: 'in', user };
}

/** `00` and the MD5 of a zero byte, the password and the challenge (API manual, "Initial login"). */
export function responseTo(challenge: string, password: string): string {
  const hash = createHash('md5').update(Buffer.of(0)).update(password).update(Buffer.from(challenge, 'hex'));
  return `00${hash.digest('hex')}`;
}

/** What the user's group grants now; a group that changes takes its users along. */
export function rightsOf(world: RouterWorld, { values }: Item): ReadonlySet<string> {
  const group = world.table('/user/group').byName(values['group'] ?? '');
  return new Set((group?.values['policy'] ?? '').split(',').filter((one) => !one.startsWith('!')));
}

function mayFrom({ values }: Item, peer: string): boolean {
  const { address = '' } = values;
  return (
    address === '' ||
    within(
      peer,
      address.split(',').filter((one) => !one.includes(':')),
    )
  );
}
