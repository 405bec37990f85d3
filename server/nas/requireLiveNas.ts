import type { ActorId } from '#shared/values/ids.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { nasRefusal } from './nasRefusal.ts';
import { findNas } from './nasStore.ts';
import type { NasScope, StoredNas } from './storedNas.ts';

/** A router somebody may see, and that is not archived. Throws HttpProblem. */
export async function requireLiveNas(tx: TenantTx, id: ActorId, scope: NasScope): Promise<StoredNas> {
  const nas = await findNas(tx, id, scope);
  if (!nas) throw nasRefusal('nas/not-found');
  if (nas.archivedAt !== null) throw nasRefusal('nas/archived');
  return nas;
}
