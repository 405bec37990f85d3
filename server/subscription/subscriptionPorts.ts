import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { Reply } from '#shared/wire/reply.ts';
import type { Approvals } from '../platform/approvals.ts';
import type { Database } from '../platform/db/database.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';

/** What acts on subscriptions need of the world. */
export interface SubscriptionPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly approvals: Approvals;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}
