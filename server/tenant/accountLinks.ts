import { repeatsEmail } from '#shared/tenant/passwordPolicy.ts';
import type { ChangeOwnEmail, ChangeOwnPassword, IssuedLink } from '#shared/tenant/users.ts';
import { ActorId, type TenantId, type UserId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { findAccount } from '../platform/auth/accountStore.ts';
import { hashOfToken, newSessionToken } from '../platform/auth/sessionToken.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { askSecondPerson } from './askSecondPerson.ts';
import { readCompany } from './companySettingsStore.ts';
import { doingOf } from './doing.ts';
import { handOver, linkTo } from './handOver.ts';
import { confirmEmailMail, resetMail } from './mailTexts.ts';
import { TenantRefusal } from './tenantRefusal.ts';
import { changePassword } from './userActs.ts';
import { approvedLink, insertUserLink, issueUserLink, linksSince } from './userLinkStore.ts';
import { administering, concernsSecondPerson } from './users.ts';
import { isEmailTaken, requireUser, type StoredUser } from './userStore.ts';

const HOUR_MS = 3_600_000;
export const resetLastsMs = HOUR_MS;
/** How long an approved reset may wait to be handed over. */
export const approvedResetWaitsMs = 24 * HOUR_MS;
const emailLastsMs = 24 * HOUR_MS;
/** Beyond, links that were asked for are not mailed: nobody's mailbox is to be flooded. */
const mostResetsPerHour = 3;

/** Who asked for a link learns nothing; so this never throws, and is to be run after the answer. */
export async function mailReset(ports: AdministrationPorts, email: string, origin: string): Promise<void> {
  const { database, clock, mailer, log } = ports;
  if (!mailer.configured) return;
  try {
    const account = await database.systemTx((tx) => findAccount(tx, email));
    if (account === undefined) return;
    const made = await database.tenantTx(account.tenant, async (tx) => {
      const since = clock.now() - HOUR_MS;
      if ((await linksSince(tx, account.userId, 'reset', since)) >= mostResetsPerHour) return undefined;
      const link = await makeReset(tx, account.userId, clock.now(), undefined, origin);
      await record(tx, account.userId, undefined, clock.now(), 'user.passwordResetRequested');
      return link;
    });
    if (made) await mailer.send(made.mail);
  } catch (error) {
    log.warn({ err: error }, 'a link for a new password could not be mailed');
  }
}

/** For somebody else, by an administrator. Throws TenantRefusal or HttpProblem. */
export async function issueReset(
  ports: AdministrationPorts,
  subject: Subject,
  userId: UserId,
  reason: string | undefined,
  origin: string,
): Promise<IssuedLink | { approvalId: ActorId }> {
  const now = ports.clock.now();
  const made = await administering(ports, subject, userId, async (tx, person) => {
    if (person.disabledAt !== null) throw new TenantRefusal('tenant/user-disabled');
    const approved = await approvedLink(tx, userId, subject.userId, now);
    const waits = approved === undefined && (await concernsSecondPerson(tx, subject, person));
    if (waits) return insertUserLink(tx, { userId, kind: 'reset', issuedBy: subject.userId, now, expiresAt: now });
    const link = await makeReset(tx, userId, now, { by: subject.userId, approved }, origin);
    await record(tx, userId, subject.userId, now, 'user.passwordResetIssued', reason);
    return link;
  });
  if (typeof made !== 'string') return await handOver(ports, made);
  const ask = { act: 'user.resetPassword', subjectKind: 'user', subjectId: ActorId.parse(userId), reason };
  return await askSecondPerson(ports, subject, { ...ask, payload: { linkId: made } });
}

/** Makes the link of a reset that was approved, for {@link handOver}. */
export async function makeReset(
  tx: TenantTx,
  userId: UserId,
  now: number,
  issued: { readonly by: UserId; readonly approved?: ActorId | undefined } | undefined,
  origin: string,
): Promise<{ link: string; expiresAt: number; mail: ReturnType<typeof resetMail> }> {
  const { email, name } = await requireUser(tx, userId);
  const token = newSessionToken();
  const tokenHash = hashOfToken(token);
  const expiresAt = now + resetLastsMs;
  if (issued?.approved) await issueUserLink(tx, issued.approved, { tokenHash, expiresAt });
  else
    await insertUserLink(tx, {
      userId,
      kind: 'reset',
      tokenHash,
      now,
      expiresAt,
      ...(issued ? { issuedBy: issued.by } : {}),
    });
  const link = linkTo(origin, '/reset', token);
  return { link, expiresAt, mail: resetMail({ to: email, name, companyName: (await readCompany(tx)).name, link }) };
}

/** Sends a link to the new address of who asks. Throws TenantRefusal, HttpProblem or PasswordQueueFull. */
export async function changeOwnEmail(
  ports: AdministrationPorts,
  subject: Subject,
  { email, password }: ChangeOwnEmail,
  origin: string,
): Promise<void> {
  if (!ports.mailer.configured) throw new TenantRefusal('tenant/mail-not-configured');
  await provePassword(ports, subject, password);
  if (await ports.database.systemTx((tx) => isEmailTaken(tx, email))) throw new TenantRefusal('tenant/email-taken');
  const token = newSessionToken();
  const now = ports.clock.now();
  const expiresAt = now + emailLastsMs;
  const link = linkTo(origin, '/confirm-email', token);
  const mail = await ports.database.tenantTx(subject.tenant, async (tx) => {
    const { name } = await requireUser(tx, subject.userId);
    const { userId } = subject;
    await insertUserLink(tx, { userId, kind: 'email', newEmail: email, tokenHash: hashOfToken(token), now, expiresAt });
    return confirmEmailMail({ to: email, name, companyName: (await readCompany(tx)).name, link });
  });
  await handOver(ports, { link, expiresAt, mail });
}

/** The other sessions of the person end. Throws TenantRefusal or PasswordQueueFull. */
export async function changeOwnPassword(
  ports: AdministrationPorts,
  subject: Subject,
  { current, next }: ChangeOwnPassword,
): Promise<void> {
  const { email } = await provePassword(ports, subject, current);
  if (repeatsEmail(next, email)) throw new TenantRefusal('tenant/password-repeats-email');
  const passwordHash = await ports.passwords.hash(next);
  const doing = doingOf(subject, ports.clock.now());
  await ports.database.tenantTx(subject.tenant, (tx) =>
    changePassword(tx, doing, subject.userId, passwordHash, 'user.passwordChanged', subject.sessionId),
  );
}

async function provePassword(
  { database, passwords }: AdministrationPorts,
  { tenant, userId }: { tenant: TenantId; userId: UserId },
  password: string,
): Promise<StoredUser> {
  const person = await database.tenantTx(tenant, (tx) => requireUser(tx, userId));
  if (await passwords.verify(password, person.passwordHash ?? undefined)) return person;
  throw new TenantRefusal('tenant/password-wrong');
}

async function record(
  tx: TenantTx,
  userId: UserId,
  by: UserId | undefined,
  at: number,
  type: string,
  reason?: string,
): Promise<void> {
  const facts = reason === undefined ? {} : { reason };
  await recordAct(tx, { kind: 'user', id: ActorId.parse(userId), type, by, at, facts });
}
