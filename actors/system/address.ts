import { ActorId, TenantId } from '#shared/values/ids.ts';

/** Where an actor lives, for ever; whether it is in memory is nobody's concern. Text form: `tenant/kind/id`. */
export interface ActorAddress {
  readonly tenant: TenantId;
  readonly kind: string;
  readonly id: ActorId;
}

export function formatAddress(address: ActorAddress): string {
  return `${address.tenant}/${address.kind}/${address.id}`;
}

/** Returns undefined for text that is no address. */
export function parseAddress(text: string): ActorAddress | undefined {
  const [tenantText, kind, idText, ...rest] = text.split('/');
  const tenant = TenantId.safeParse(tenantText);
  const id = ActorId.safeParse(idText);
  if (!tenant.success || !id.success || !kind || rest.length > 0) return undefined;
  return { tenant: tenant.data, kind, id: id.data };
}
