import { ActorId, type UserId } from '#shared/values/ids.ts';
import type { Act } from '../audit/act.ts';

/** What happened to a user's account, to be completed with who and when. */
export function userAct(user: UserId, type: `user.${string}`): Pick<Act, 'kind' | 'id' | 'type'> {
  return { kind: 'user', id: ActorId.parse(user), type };
}

/** What happened to the link of a wall. */
export function wallAct(link: string, type: `wall.${string}`): Pick<Act, 'kind' | 'id' | 'type'> {
  return { kind: 'wall', id: ActorId.parse(link), type };
}

/** Network addresses are about persons: kept as evidence. */
export function fromAddress(address: string): Pick<Act, 'personal'> {
  return { personal: { address: { after: address } } };
}
