import type { Clock } from '#actors/system/clock.ts';
import type { TenantId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import { findWall, insertWallSession } from './accessTokenStore.ts';
import { authProblem } from './authProblem.ts';
import { wallLifetimeMs } from './sessionLifetime.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import type { Visitor } from './sessionStore.ts';
import { hashOfToken, newSessionToken, type SessionToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';

export interface WallsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sessions: SessionRegistry;
}

/** Screens that come in through a link. Both throw `wall/link-invalid`. */
export interface Walls {
  enter(linkHash: Buffer, from: Visitor): Promise<{ readonly subject: Subject; readonly token: SessionToken }>;
  /** Whether a screen came through this very link: then it need not come in again. */
  isOf(screen: Subject, linkHash: Buffer): Promise<boolean>;
}

export function createWalls({ database, clock, sessions }: WallsOptions): Walls {
  async function find(linkHash: Buffer): Promise<{ readonly tenant: TenantId; readonly id: string }> {
    const link = await database.systemTx((tx) => findWall(tx, linkHash, clock.now()));
    if (link === undefined) throw authProblem('wall/link-invalid');
    return link;
  }

  return {
    async enter(linkHash, from) {
      const link = await find(linkHash);
      const token = newSessionToken();
      const now = clock.now();
      const screen = { linkId: link.id, tokenHash: hashOfToken(token), ...from, now, expiresAt: now + wallLifetimeMs };
      await database.tenantTx(link.tenant, (tx) => insertWallSession(tx, screen));
      const subject = await sessions.authenticateSession(token);
      if (subject === undefined) throw authProblem('wall/link-invalid');
      return { subject, token };
    },
    async isOf(screen, linkHash) {
      return (await find(linkHash)).id === screen.userId;
    },
  };
}
