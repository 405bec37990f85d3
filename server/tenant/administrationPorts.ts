import type { Clock } from '#actors/system/clock.ts';
import type { Approvals } from '../platform/approvals.ts';
import type { PasswordQueue } from '../platform/auth/passwordQueue.ts';
import type { SessionRegistry } from '../platform/auth/sessionRegistry.ts';
import type { Database } from '../platform/db/database.ts';
import type { Logger } from '../platform/log/logger.ts';
import type { Mailer } from '../platform/mail/mailer.ts';
import type { NamesSource } from '../platform/names.ts';

/** What the acts of administration work with. */
export interface AdministrationPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly approvals: Approvals;
  readonly mailer: Mailer;
  readonly passwords: PasswordQueue;
  readonly sessions: Pick<SessionRegistry, 'revoke'>;
  /** Whoever proved to own the mailbox need not wait for failed logins to be forgotten. */
  readonly unlock: (email: string) => Promise<void>;
  /** Until when somebody can't log in who failed too often. */
  readonly lockedUntil: (email: string) => Promise<number | undefined>;
  readonly names: NamesSource;
  /** Where people reach the product; undefined: wherever they do at the moment. */
  readonly publicUrl: string | undefined;
}
