import webPush from 'web-push';
import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { findPushIdentity, keepPushIdentity } from './pushIdentityStore.ts';

/** The keys with which a company's server names itself to push services (VAPID, RFC 8292); base64url. */
export interface PushIdentity {
  readonly publicKey: string;
  readonly privateKey: string;
}

const PURPOSE = 'push.identity';

/** Made when first asked for, and the same on every node from then on. */
export async function pushIdentityOf(
  { database, secrets, clock }: { database: Pick<Database, 'tenantTx'>; secrets: Secrets; clock: Clock },
  tenant: TenantId,
): Promise<PushIdentity> {
  const stored = await database.tenantTx(tenant, async (tx) => {
    const found = await findPushIdentity(tx);
    if (found) return found;
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    const made = { publicKey, sealedPrivateKey: secrets.encrypt(tenant, PURPOSE, privateKey) };
    await keepPushIdentity(tx, made, clock.now());
    return (await findPushIdentity(tx)) ?? made;
  });
  return {
    publicKey: stored.publicKey,
    privateKey: secrets.decrypt(tenant, PURPOSE, stored.sealedPrivateKey),
  };
}
