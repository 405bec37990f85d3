import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { Country, Currency, Email, TimeZone } from '#shared/tenant/setup.ts';
import { PersonName } from '#shared/tenant/users.ts';
import { ActorId, type TenantId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { findAccount } from '../platform/auth/accountStore.ts';
import { hashOfToken, newSessionToken } from '../platform/auth/sessionToken.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import { makeReset } from './accountLinks.ts';
import { recordCompanyAct } from './company.ts';
import { readCompany, setSuspended } from './companySettingsStore.ts';
import { listCompanies } from './companyStore.ts';
import { linkTo } from './handOver.ts';
import { invitationLastsMs } from './invitations.ts';
import { insertInvitation, issueInvitation } from './invitationStore.ts';
import { listRoles } from './roleStore.ts';
import { findTenant, foundTenant, lockFounding } from './tenantStore.ts';
import { isEmailTaken } from './userStore.ts';

export const tenantUsage = `npm run tenant -- COMMAND

The companies of this installation. For whoever runs the machine: inside the product nobody sees another company.
  list                       slug, name and state of each
  add SLUG --name "Rift Link" --country KE --currency KES --zone Africa/Nairobi --branch Nakuru
      --owner "Chebet Koech" --email chebet@rift.example
                             founds a company and prints the link by which its owner comes in
  invite SLUG --owner NAME --email ADDRESS
                             prints a link for one more owner, when nobody who may administer is left
  reset ADDRESS              prints a link for a new password, when no administrator can give one
  suspend SLUG / resume SLUG nobody of the company comes in, open screens close; its equipment is watched on
Links are good once: seven days for owners, one hour for passwords.`;

/** What was asked for can't be done; the message says why. */
export class TenantCommandRefused extends Error {
  override readonly name = 'TenantCommandRefused';
}

export interface TenantCommandPorts {
  readonly database: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** Where links lead. */
  readonly publicUrl: string;
  /** Gets the lines of standard output. */
  readonly write: (line: string) => void;
}

const label = z.string('is missing').trim().min(1, 'is missing').max(100);
const Slug = z.string('is missing').regex(/^[a-z0-9-]{2,40}$/, 'must be two to forty of a–z, 0–9 and -');
const Owner = z.object({ owner: PersonName, email: Email });
const NewCompany = Owner.extend({
  slug: Slug,
  name: label,
  country: Country,
  currency: Currency,
  zone: TimeZone,
  branch: label,
});

/** Throws TenantCommandRefused, or TypeError for unknown options. */
export async function tenantCommand(ports: TenantCommandPorts, args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const options = { name: text, country: text, currency: text, zone: text, branch: text, owner: text, email: text };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command, subject = ''] = positionals;
  switch (command) {
    case 'list':
      return await list(ports);
    case 'add':
      return await add(ports, parsed(NewCompany, { ...values, slug: subject }));
    case 'invite':
      return await inviteOwner(ports, await tenantOf(ports, subject), parsed(Owner, values));
    case 'reset':
      return await reset(ports, parsed(z.object({ email: Email }), { email: subject }).email);
    case 'suspend':
      return await suspend(ports, await tenantOf(ports, subject), true);
    case 'resume':
      return await suspend(ports, await tenantOf(ports, subject), false);
    default:
      throw new TenantCommandRefused(`There is no such command.\n\n${tenantUsage}`);
  }
}

async function list({ database, write }: TenantCommandPorts): Promise<void> {
  for (const { tenant, slug, name } of await database.systemTx(listCompanies)) {
    const { suspendedAt } = await database.tenantTx(tenant, readCompany);
    write(
      `${slug}\t${name}\t${suspendedAt === null ? 'running' : `suspended since ${new Date(suspendedAt).toISOString()}`}`,
    );
  }
}

async function add(ports: TenantCommandPorts, wanted: z.infer<typeof NewCompany>): Promise<void> {
  const { slug, name, country, currency, zone: timeZone, branch } = wanted;
  await refuseTakenEmail(ports, wanted.email);
  const tenant = await ports.database.systemTx(async (tx) => {
    await lockFounding(tx);
    if ((await findTenant(tx, slug)) !== undefined)
      throw new TenantCommandRefused(`There is a company ${slug} already.`);
    const plan = { slug, name, country, currency, timeZone, branches: [{ name: branch, timeZone }], users: [] };
    return await foundTenant(tx, plan, ports.clock.now());
  });
  await ports.database.tenantTx(tenant, (tx) => record(tx, ports.clock.now(), 'company.founded'));
  await inviteOwner(ports, tenant, wanted);
}

async function inviteOwner(
  ports: TenantCommandPorts,
  tenant: TenantId,
  { owner: name, email }: z.infer<typeof Owner>,
): Promise<void> {
  await refuseTakenEmail(ports, email);
  const token = newSessionToken();
  const now = ports.clock.now();
  await ports.database.tenantTx(tenant, async (tx) => {
    const role = (await listRoles(tx)).find(({ shipped }) => shipped === 'owner');
    if (role === undefined) throw new TenantCommandRefused('The company has deleted the role of owner.');
    const id = await insertInvitation(tx, { email, name, roleId: role.id, branches: 'all', invitedBy: undefined }, now);
    await issueInvitation(tx, id, { tokenHash: hashOfToken(token), now, expiresAt: now + invitationLastsMs });
    const personal = { email: { after: email }, name: { after: name } };
    const act = { kind: 'invitation', id: ActorId.parse(id), type: 'user.invited', by: undefined, at: now } as const;
    await recordAct(tx, { ...act, personal, facts: { roleId: role.id, from: 'commandLine' } });
  });
  ports.write(`Owner's link, good once and for seven days:\n${linkTo(ports.publicUrl, '/join', token)}`);
}

async function reset({ database, clock, publicUrl, write }: TenantCommandPorts, email: string): Promise<void> {
  const account = await database.systemTx((tx) => findAccount(tx, email));
  if (account === undefined)
    throw new TenantCommandRefused('Nobody logs in with this address, or the person or company is shut out.');
  const at = clock.now();
  const { link } = await database.tenantTx(account.tenant, async (tx) => {
    const made = await makeReset(tx, account.userId, at, undefined, publicUrl);
    const act = { kind: 'user', id: ActorId.parse(account.userId), type: 'user.passwordResetIssued' } as const;
    await recordAct(tx, { ...act, by: undefined, at, facts: { from: 'commandLine' } });
    return made;
  });
  write(`Link for a new password, good once and for one hour:\n${link}`);
}

async function suspend(
  { database, clock, write }: TenantCommandPorts,
  tenant: TenantId,
  suspended: boolean,
): Promise<void> {
  await database.tenantTx(tenant, async (tx) => {
    const { suspendedAt, slug } = await readCompany(tx);
    write(`${slug} is ${suspended ? 'suspended' : 'running'}.`);
    if ((suspendedAt !== null) === suspended) return;
    await setSuspended(tx, suspended ? clock.now() : undefined);
    await record(tx, clock.now(), suspended ? 'company.suspended' : 'company.resumed');
  });
}

async function tenantOf({ database }: TenantCommandPorts, slug: string): Promise<TenantId> {
  const tenant = await database.systemTx((tx) => findTenant(tx, slug));
  if (tenant === undefined)
    throw new TenantCommandRefused(`There is no company ${slug || 'without a slug'}; see: list.`);
  return tenant;
}

async function refuseTakenEmail({ database }: TenantCommandPorts, email: string): Promise<void> {
  if (await database.systemTx((tx) => isEmailTaken(tx, email)))
    throw new TenantCommandRefused('Somebody logs in with this address already.');
}

async function record(tx: TenantTx, at: number, type: string): Promise<void> {
  await recordCompanyAct(tx, { by: undefined, at, facts: { from: 'commandLine' } }, { type });
}

function parsed<Schema extends z.ZodType>(schema: Schema, values: unknown): z.infer<Schema> {
  const given = schema.safeParse(values);
  if (given.success) return given.data;
  const lines = given.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new TenantCommandRefused(['This is not understood:', ...lines, '', tenantUsage].join('\n'));
}
