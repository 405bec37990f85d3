import type { TenantId, UserId } from '#shared/values/ids.ts';
import type { SubjectChange } from './sessionNotices.ts';
import type { SessionRow } from './sessionStore.ts';
import type { Subject } from './subject.ts';

export interface KnownSession {
  readonly subject: Subject;
  readonly tokenHash: string;
  readonly roleId: string | undefined;
  expiresAt: number;
  /** When activity was last written. */
  lastSeenAt: number;
  /** When the person last proved to be there. */
  readonly steppedUpAt: number | undefined;
  /** When it was last read from the database. */
  readonly loadedAt: number;
}

/** The sessions this process has seen and that have not ended: what open screens hang on. */
export interface KnownSessions {
  byToken(tokenHash: string): KnownSession | undefined;
  byId(sessionId: string): KnownSession | undefined;
  /** Answers the session as now known, and in what it differs from the one known before. */
  put(row: SessionRow, loadedAt: number): { readonly known: KnownSession; readonly changed: SubjectChange | undefined };
  /** Answers the session if it was known. */
  forget(sessionId: string): KnownSession | undefined;
  ids(): readonly string[];
  idsOf(tenant: TenantId, user: UserId | undefined): readonly string[];
  idsEndedBy(now: number): readonly string[];
}

export function createKnownSessions(): KnownSessions {
  const byId = new Map<string, KnownSession>();
  const byToken = new Map<string, KnownSession>();
  const idsWhere = (matches: (known: KnownSession) => boolean): string[] =>
    [...byId.values()].filter(matches).map(({ subject }) => subject.sessionId);

  return {
    byToken: (tokenHash) => byToken.get(tokenHash),
    byId: (sessionId) => byId.get(sessionId),
    put(row, loadedAt) {
      const before = byId.get(row.session_id);
      const subject = subjectOf(row);
      const same = before !== undefined && isSame(before.subject, subject);
      const known: KnownSession = {
        subject: same ? before.subject : subject,
        roleId: row.role_id ?? undefined,
        tokenHash: Buffer.from(row.token_hash).toString('hex'),
        expiresAt: row.expires_at,
        lastSeenAt: row.last_seen_at,
        steppedUpAt: row.stepped_up_at ?? undefined,
        loadedAt,
      };
      byId.set(row.session_id, known);
      byToken.set(known.tokenHash, known);
      if (before === undefined) return { known, changed: undefined };
      const roleChanged = before.roleId !== known.roleId;
      return { known, changed: roleChanged ? 'role' : same ? undefined : 'rights' };
    },
    forget(sessionId) {
      const known = byId.get(sessionId);
      if (known === undefined) return undefined;
      byId.delete(sessionId);
      byToken.delete(known.tokenHash);
      return known;
    },
    ids: () => [...byId.keys()],
    idsOf: (tenant, user) =>
      idsWhere(({ subject }) => subject.tenant === tenant && (user === undefined || subject.userId === user)),
    idsEndedBy: (now) => idsWhere(({ expiresAt }) => expiresAt <= now),
  };
}

function subjectOf(row: SessionRow): Subject {
  return {
    sessionId: row.session_id,
    tenant: row.tenant_id,
    userId: row.user_id,
    userName: row.user_name,
    permissions: new Set(row.permissions),
    branches: row.branches ?? 'all',
    ...(row.kind === 'person' ? {} : { through: row.kind }),
  };
}

function isSame(one: Subject, other: Subject): boolean {
  const branches = ({ branches: list }: Subject): string => (list === 'all' ? 'all' : list.join());
  return (
    one.userName === other.userName &&
    branches(one) === branches(other) &&
    one.permissions.size === other.permissions.size &&
    one.permissions.isSubsetOf(other.permissions)
  );
}
