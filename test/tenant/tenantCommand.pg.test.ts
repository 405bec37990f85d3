import { expect, test } from 'vitest';
import { tenantCommand, TenantCommandRefused } from '#server/tenant/tenantCommand.ts';
import { asSuperuser, foreigner, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, openBrowser } from '../auth/testBrowser.ts';
import { freshAdministration } from './administrationProduct.ts';

const fresh = freshAdministration();
const rift = [
  ...['add', 'rift-link', '--name', 'Rift Link', '--country', 'KE', '--currency', 'KES', '--zone', 'Africa/Nairobi'],
  ...['--branch', 'Nakuru', '--owner', 'Chebet Koech', '--email', 'Chebet@Rift.example'],
];

test('a company is founded beside others, and its owner comes in by the link that was printed', async () => {
  const token = (await run(...rift)).split('#')[1] ?? '';
  const accept = { token, name: 'Chebet Koech', password: 'mlima mrefu sana' };
  expect((await openBrowser(fresh.product.url).send('POST', '/api/links/join', accept)).status).toBe(201);
  const chebet = await loggedIn(fresh.product.url, 'chebet@rift.example', accept.password);
  expect(chebet.view()).toMatchObject({ tenantName: 'Rift Link', roleName: 'Owner' });
  expect(((await (await chebet.get('/api/users')).json()) as { total: number }).total).toBe(1);
  await expect(run(...rift.with(1, 'rift-two'))).rejects.toThrow('already');
  await expect(run(...rift.with(-1, 'other@rift.example'))).rejects.toThrow('There is a company rift-link already.');
});

test('nobody of a suspended company comes in, and open screens close at once; the others notice nothing', async () => {
  const [victim, other] = [await loggedIn(fresh.product.url, ...noc), await loggedIn(fresh.product.url, ...foreigner)];
  await fresh.product.identity.sessions.authenticate(victim.cookie());
  const ended = new Promise<string>((resolve) => {
    fresh.product.identity.sessions.onSessionEnded((_session, why) => resolve(why));
  });
  expect(await run('suspend', 'savanna-fibre')).toBe('savanna-fibre is suspended.');
  expect(await ended).toBe('disabled');
  expect((await victim.get('/api/session')).status).toBe(401);
  expect((await openBrowser(fresh.product.url).login(...owner)).status).toBe(401);
  expect((await other.get('/api/session')).status).toBe(200);
  expect(await run('list')).toMatch(/padma-net\tPadma Net\trunning\nsavanna-fibre\tSavanna Fibre\tsuspended since 20/);
  await expect(run('reset', owner[0])).rejects.toThrow('Nobody logs in');
  await run('resume', 'savanna-fibre');
  await loggedIn(fresh.product.url, ...owner);
  const events = await asSuperuser(
    fresh.db,
    `select type, actor_user from lastmile.event where kind = 'company' order by position`,
  );
  expect(events).toEqual([
    { type: 'company.suspended', actor_user: null },
    { type: 'company.resumed', actor_user: null },
  ]);
});

test('a link of a suspended company is no good, and is again afterwards', async () => {
  const token =
    (await run('invite', 'savanna-fibre', '--owner', 'Second', '--email', 'second@savanna.example')).split('#')[1] ??
    '';
  const look = () => openBrowser(fresh.product.url).send('POST', '/api/links/look', { token });
  await run('suspend', 'savanna-fibre');
  expect((await look()).status).toBe(404);
  await run('resume', 'savanna-fibre');
  expect((await look()).status).toBe(200);
});

test('somebody who can not get in otherwise gets a link for a new password', async () => {
  const token = (await run('reset', owner[0])).split('#')[1] ?? '';
  const answer = await openBrowser(fresh.product.url).send('POST', '/api/links/reset', {
    token,
    password: 'mlima mrefu sana',
  });
  expect(answer.status).toBe(204);
  await loggedIn(fresh.product.url, owner[0], 'mlima mrefu sana');
});

test.for([
  [['sell', 'savanna-fibre'], 'no such command'],
  [['suspend', 'nobody'], 'There is no company nobody'],
  [['add', 'rift-link', '--name', 'Rift'], 'country'],
  [['add', 'Rift Link', ...rift.slice(2)], 'slug'],
  [['invite', 'savanna-fibre', '--owner', 'X', '--email', 'x'], 'Not an e-mail address.'],
  [['list', '--everything'], 'everything'],
] as const)('%o is refused with the reason', async ([args, reason]) => {
  const error: unknown = await run(...args).catch((thrown: unknown) => thrown);
  expect(error instanceof TenantCommandRefused || error instanceof TypeError).toBe(true);
  expect((error as Error).message).toContain(reason);
});

async function run(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await tenantCommand(
    {
      database: fresh.db.database,
      clock: fresh.product.clock,
      publicUrl: 'https://noc.example',
      write: (line) => void lines.push(line),
    },
    args,
  );
  return lines.join('\n');
}
