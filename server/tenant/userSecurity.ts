import type { UserSecurityView } from '#shared/auth/secondFactor.ts';
import type { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import { ActorId, type UserId } from '#shared/values/ids.ts';
import { readFactors } from '../platform/auth/factorStore.ts';
import { sessionEntry } from '../platform/auth/sessionEntry.ts';
import { listSessions } from '../platform/auth/sessionListStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { askSecondPerson, type Done } from './askSecondPerson.ts';
import { doingOf } from './doing.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { endSessions, noteUnlocked, resetFactors } from './userActs.ts';
import { administering, concernsSecondPerson, seeing } from './users.ts';

// What administrators see and do about how somebody logs in. Each throws TenantRefusal or HttpProblem when it may not be.

export async function sessionsOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
): Promise<readonly SessionEntry[]> {
  const listed = await seeing(ports, subject, userId, (tx) => listSessions(tx, userId, ports.clock.now()));
  return listed.map((session) => sessionEntry(session, subject.sessionId));
}

export async function endSessionsOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
): Promise<SessionsEnded> {
  const ended = await administering(ports, subject, userId, (tx) =>
    endSessions(tx, doingOf(subject, ports.clock.now()), userId),
  );
  return { ended };
}

export async function securityOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
): Promise<UserSecurityView> {
  const factors = await seeing(ports, subject, userId, (tx) => readFactors(tx, userId));
  if (factors === undefined) throw new TenantRefusal('tenant/user-not-found');
  const { email, required, totpSince, passkeys } = factors;
  const lockedUntil = await ports.lockedUntil(email);
  return { required, totp: totpSince !== undefined, passkeys, ...(lockedUntil === undefined ? {} : { lockedUntil }) };
}

/** Lets somebody log in again who failed too often. */
export async function unlockUser(ports: AdministrationPorts, subject: Subject, userId: UserId): Promise<void> {
  const { email } = await administering(ports, subject, userId, (_tx, person) => Promise.resolve(person));
  await ports.unlock(email);
  await ports.database.tenantTx(subject.tenant, (tx) => noteUnlocked(tx, doingOf(subject, ports.clock.now()), userId));
}

/** Takes away what a login asks for beside the password, so an administrator's is a second person's matter. */
export async function resetFactorsOf(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  reason: string | undefined,
): Promise<Done> {
  const asks = await administering(ports, subject, userId, async (tx, person) => {
    if (await concernsSecondPerson(tx, subject, person)) return true;
    await resetFactors(tx, doingOf(subject, ports.clock.now(), reason), userId);
    return false;
  });
  if (!asks) return undefined;
  const of = { subjectKind: 'user', subjectId: ActorId.parse(userId) };
  return await askSecondPerson(ports, subject, { act: 'user.resetSecondFactor', ...of, payload: {}, reason });
}
