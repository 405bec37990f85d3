import type { TenantId } from '#shared/values/ids.ts';
import type { SharedView } from './sharedView.ts';

/** Names of Socket.IO rooms; all of them are local to this process. */
export function viewRoom(view: Pick<SharedView, 'epoch'>): string {
  return `view:${view.epoch}`;
}

export function tenantRoom(tenant: TenantId): string {
  return `tenant:${tenant}`;
}
