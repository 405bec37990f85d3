import { randomInt } from 'node:crypto';
import type { SubscriptionState } from '#actors/subscription/subscriptionState.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { foldText } from '../platform/search/searchText.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';

/** For the column of the subscription. */
export function sealPassword(secrets: Secrets, tenant: TenantId, id: ActorId, password: string): string {
  return secrets.encrypt(tenant, purposeOf(id), password).toString('base64');
}

/** In clear; undefined when there is none. Throws SecretUnreadable. */
export function openPassword(
  secrets: Secrets,
  tenant: TenantId,
  { id, password }: Pick<SubscriptionState, 'id' | 'password'>,
): string | undefined {
  if (password === undefined) return undefined;
  return secrets.decrypt(tenant, purposeOf(id), Buffer.from(password, 'base64'));
}

function purposeOf(id: ActorId): string {
  return `subscription/${id}/password`;
}

/** No characters that are read as others: 0 o, 1 l i, 5 s, 2 z, 8 b, and none that is typed with shift. */
const READABLE = 'acdefghjkmnpqrtuvwxy3479';

/** Eight characters that can be read out on the telephone: 24^8, about 36 bits behind a rate limit. */
export function newPassword(): string {
  return Array.from({ length: 8 }, () => READABLE[randomInt(READABLE.length)]).join('');
}

/** The first word of a name in plain letters and four digits: `Wanjikũ Kamau` → wanjiku4821. */
export function newUsername(name: string): string {
  const word = foldText(name)
    .split(/\s+/)
    .map((part) => part.replaceAll(/[^a-z0-9]/g, ''))
    .find((part) => part.length > 1);
  return `${(word ?? 'user').slice(0, 20)}${String(randomInt(10_000)).padStart(4, '0')}`;
}
