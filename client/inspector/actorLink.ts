import type { TreeNode } from '#shared/inspector/view.ts';
import { ActorId, TenantId } from '#shared/values/ids.ts';

/** The page of an actor; `address` is `tenant/kind/id`. */
export function actorHref(address: string): string {
  return `/inspector/actor/${address}`;
}

/** `tenant/kind/id` as typed or pasted, with forgiving white space. Undefined: that is no address. */
export function addressIn(text: string): string | undefined {
  const [tenant, kind, id, ...rest] = text.trim().toLowerCase().split('/');
  if (rest.length > 0 || !kind) return undefined;
  return TenantId.safeParse(tenant).success && ActorId.safeParse(id).success ? text.trim() : undefined;
}

/**
 * A tree path of an actor → its address: `root/<tenant>/domain/<kind>/<id>` or `root/<tenant>/devices/<kind>/<id>`.
 * Undefined for everything that is no actor.
 */
export function addressOfNode(node: TreeNode): string | undefined {
  if (node.role !== 'actor') return undefined;
  const [, tenant, , ...rest] = node.path.split('/');
  const [kind, id] = rest.length === 1 ? (rest[0] ?? '').split(':') : rest;
  return tenant && kind && id ? `${tenant}/${kind}/${id}` : undefined;
}
