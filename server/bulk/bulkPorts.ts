import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Customers } from '../customer/customerFeature.ts';
import type { Approvals } from '../platform/approvals.ts';
import type { Database } from '../platform/db/database.ts';
import type { NamesSource } from '../platform/names.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';

/** What bulk work needs of the world. */
export interface BulkPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly names: NamesSource;
  readonly approvals: Approvals;
  readonly customers: Pick<Customers, 'createManyIn' | 'change' | 'setArchived'>;
  readonly newId: () => string;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  /** Who is in now. */
  readonly onlineNow: (tenant: TenantId) => ReadonlySet<string>;
  /** A job came further. */
  readonly progressed: (tenant: TenantId, job: ActorId) => void;
}
