import { ActorId, TenantId } from '#shared/values/ids.ts';
import { type Secrets, SecretUnreadable } from '../platform/secrets/secrets.ts';

const PURPOSE = 'notice.receipt';

/**
 * Travels inside the encrypted push message and lets that device alone say that it has shown or opened the notice,
 * also while nobody is logged in.
 */
export function receiptOf(secrets: Secrets, tenant: TenantId, noticeId: string): string {
  return `${tenant}.${secrets.encrypt(tenant, PURPOSE, noticeId).toString('base64url')}`;
}

/** Undefined for what was not made by {@link receiptOf}. */
export function readReceipt(
  secrets: Secrets,
  receipt: string,
): { readonly tenant: TenantId; readonly noticeId: ActorId } | undefined {
  const [head = '', sealed = ''] = receipt.split('.');
  const tenant = TenantId.safeParse(head);
  if (!tenant.success) return undefined;
  try {
    const text = secrets.decrypt(tenant.data, PURPOSE, Buffer.from(sealed, 'base64url'));
    return { tenant: tenant.data, noticeId: ActorId.parse(text) };
  } catch (error) {
    if (error instanceof SecretUnreadable) return undefined;
    throw error;
  }
}
