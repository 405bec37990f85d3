import type { SessionView } from '#shared/tenant/session.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import type { Database } from '../db/database.ts';
import { readProfile, readWallProfile } from './accountStore.ts';
import { authProblem } from './authProblem.ts';
import { csrfTokenOf, type SessionToken } from './sessionToken.ts';
import type { Subject } from './subject.ts';

/** What a browser may know of its session. Each throws `session/required` when it is over. */
export interface SessionViews {
  ofPerson(session: {
    readonly tenant: TenantId;
    readonly userId: UserId;
    readonly token: SessionToken;
  }): Promise<SessionView>;
  /** Of whoever asks; `token` is the cookie's, undefined for a program with an access token, which needs no CSRF token. */
  of(subject: Subject, token: SessionToken | undefined): Promise<SessionView>;
}

export function createSessionViews(database: Database): SessionViews {
  async function ofPerson(session: {
    readonly tenant: TenantId;
    readonly userId: UserId;
    readonly token: SessionToken;
  }): Promise<SessionView> {
    const profile = await database.tenantTx(session.tenant, (tx) => readProfile(tx, session.userId));
    if (!profile) throw authProblem('session/required');
    return { ...profile, csrfToken: csrfTokenOf(session.token) };
  }

  return {
    ofPerson,
    async of(subject, token) {
      const { tenant, userId, through } = subject;
      if (through === undefined && token !== undefined) return await ofPerson({ tenant, userId, token });
      const read = through === 'wall' ? readWallProfile : readProfile;
      const profile = await database.tenantTx(tenant, (tx) => read(tx, userId));
      if (!profile) throw authProblem('session/required');
      const branches = profile.branches.filter(({ id }) => subject.branches === 'all' || subject.branches.includes(id));
      const permissions = [...subject.permissions];
      return { ...profile, permissions, branches, csrfToken: token === undefined ? '' : csrfTokenOf(token) };
    },
  };
}
