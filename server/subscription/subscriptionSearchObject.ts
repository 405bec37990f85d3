import { SUBSCRIPTION } from '#actors/subscription/subscriptionActor.ts';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import { addressKeys, macKeys, numberKeys, usernameKeys } from '../platform/search/searchKeys.ts';
import type { SearchObject } from '../platform/search/searchKeyStore.ts';

/** By what a line is found: number, username, equipment and addresses. What has left is found by its number and name. */
export function subscriptionSearchObject(state: SubscriptionState): SearchObject {
  const { id, customerId, branchId, number, username, macs, staticIpv4, delegatedPrefix } = state;
  const held =
    state.state === 'left' ? [] : [...macs.flatMap(macKeys), ...[staticIpv4, delegatedPrefix].flatMap(addressOf)];
  return {
    kind: SUBSCRIPTION,
    id,
    customerId,
    branchId,
    keys: [...numberKeys('S-', number), ...(username === undefined ? [] : usernameKeys(username)), ...held],
  };
}

function addressOf(address: string | undefined): string[] {
  return address === undefined ? [] : addressKeys(address);
}
