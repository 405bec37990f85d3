import type { ChangeCompany, ChangePolicies, CompanyView, Policies } from '#shared/tenant/company.ts';
import { ActorId } from '#shared/values/ids.ts';
import { type Act, changesBetween } from '../platform/audit/act.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { keepAdministrators, lockAdministration } from './administrationStore.ts';
import { askSecondPerson, type Done } from './askSecondPerson.ts';
import { readCompany, setCompany, setPolicies } from './companySettingsStore.ts';
import { type Doing, doingOf } from './doing.ts';
import { requireWholeCompany } from './rights.ts';

// Each throws TenantRefusal or HttpProblem when it may not be.

export async function companyView(
  { database, mailer }: AdministrationPorts,
  { tenant }: Subject,
): Promise<CompanyView> {
  const { suspendedAt: _, ...company } = await database.tenantTx(tenant, readCompany);
  return { ...company, mailConfigured: mailer.configured };
}

export async function changeCompany(
  ports: AdministrationPorts,
  subject: Subject,
  wanted: ChangeCompany,
): Promise<void> {
  requireWholeCompany(subject);
  await ports.database.tenantTx(subject.tenant, async (tx) => {
    const { name, country, currency, timeZone } = await readCompany(tx);
    const changes = changesBetween({ name, country, currency, timeZone }, wanted);
    if (Object.keys(changes).length === 0) return;
    await setCompany(tx, wanted);
    await recordCompanyAct(tx, doingOf(subject, ports.clock.now()), { type: 'company.changed', changes });
  });
}

/** To give the protection up takes a second person, too. */
export async function changePolicies(
  ports: AdministrationPorts,
  subject: Subject,
  { policies, reason }: ChangePolicies,
): Promise<Done> {
  requireWholeCompany(subject);
  const asks = await ports.database.tenantTx(subject.tenant, async (tx) => {
    await lockAdministration(tx);
    const before = (await readCompany(tx)).policies;
    if (before.secondPersonForAdministrators && !policies.secondPersonForAdministrators) return true;
    await givePolicies(tx, doingOf(subject, ports.clock.now(), reason), policies);
    return false;
  });
  if (!asks) return undefined;
  const subjectId = ActorId.parse(subject.tenant);
  const ask = { act: 'company.changePolicies', subjectKind: 'company', subjectId, payload: { ...policies }, reason };
  return await askSecondPerson(ports, subject, ask);
}

/** With its event; whether whoever does it may is decided before. */
export async function givePolicies(tx: TenantTx, doing: Doing, policies: Policies): Promise<void> {
  const changes = changesBetween({ ...(await readCompany(tx)).policies }, { ...policies });
  if (Object.keys(changes).length === 0) return;
  await setPolicies(tx, policies);
  await keepAdministrators(tx);
  await recordCompanyAct(tx, doing, { type: 'company.policiesChanged', changes });
}

/** `by` undefined: whoever runs the installation. */
export async function recordCompanyAct(
  tx: TenantTx,
  { by, at, facts }: Omit<Doing, 'by'> & { readonly by: Doing['by'] | undefined },
  what: Pick<Act, 'type' | 'changes'>,
): Promise<void> {
  await recordAct(tx, { kind: 'company', id: ActorId.parse(tx.tenant), by, at, facts, ...what });
}
