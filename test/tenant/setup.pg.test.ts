import { expect, test } from 'vitest';
import type { SetupRequest } from '#shared/tenant/setup.ts';
import { freshProduct } from '../auth/freshProduct.ts';
import { loggedIn, openBrowser } from '../auth/testBrowser.ts';

const fresh = freshProduct({ lab: false });

const company: Omit<SetupRequest, 'token'> = {
  tenantName: 'Rift Link',
  slug: 'rift-link',
  country: 'KE',
  currency: 'KES',
  timeZone: 'Africa/Nairobi',
  branchName: 'Nakuru',
  ownerName: 'Chebet Koech',
  email: 'Chebet@Rift.example',
  password: 'mlima mrefu sana',
};

test('the one-time link founds the company, its owner can log in, and then it is used up', async () => {
  expect(await needed()).toBe(true);
  const token = await newToken();
  expect((await post({ ...company, token })).status).toBe(201);
  expect(await needed()).toBe(false);
  const owner = await loggedIn(fresh.product.url, 'chebet@rift.example', company.password);
  expect(owner.view()).toMatchObject({ roleName: 'Owner', tenantName: 'Rift Link', branches: [] });
  expect(owner.view().permissions).toContain('user.manage');

  const again = await post({ ...company, slug: 'other', email: 'x@other.example', token });
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ code: 'setup/done' });
  expect(await fresh.product.tenants.ensureSetupLink('https://noc.example')).toBeUndefined();
});

test('the link carries its token where neither servers nor logs see it', async () => {
  const link = await fresh.product.tenants.ensureSetupLink('https://noc.example/');
  expect(link).toMatch(/^https:\/\/noc\.example\/setup#[\w-]{43}$/);
  const token = link?.split('#')[1] ?? '?';
  await post({ ...company, token });
  expect(JSON.stringify(fresh.product.lines())).not.toContain(token);
  expect(JSON.stringify(fresh.product.lines())).not.toContain(company.password);
});

test('a link of an earlier start is good until one is used, and only one of two at once wins', async () => {
  const tokens = [await newToken(), await newToken()];
  const answers = await Promise.all(
    tokens.map((token, n) => post({ ...company, slug: `rift-${n}`, email: `chebet${n}@rift.example`, token })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test('a link is good for a day', async () => {
  const token = await newToken();
  fresh.product.clock.increment(24 * 3_600_000);
  const answer = await post({ ...company, token });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'setup/link-invalid' });
});

test('a wrong token is refused', async () => {
  await newToken();
  expect((await post({ ...company, token: 'x'.repeat(43) })).status).toBe(403);
});

test.for([
  [{ country: 'XQ' }, '/country'],
  [{ country: 'ke' }, '/country'],
  [{ currency: 'KSH' }, '/currency'],
  [{ timeZone: 'Africa/Nowhere' }, '/timeZone'],
  [{ timeZone: '+03:00' }, '/timeZone'],
  [{ slug: 'Rift Link' }, '/slug'],
  [{ email: 'chebet' }, '/email'],
  [{ password: 'short' }, '/password'],
  [{ email: 'chebet.koech@rift.example', password: 'Chebet.Koech@rift.example' }, '/password'],
  [{ email: 'chebet.koech@rift.example', password: 'chebet.koech' }, '/password'],
] as const)('%o is refused at %s and leaves the link good', async ([wrong, path]) => {
  const token = await newToken();
  const answer = await post({ ...company, ...wrong, token });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ errors: [{ path }] });
  expect((await post({ ...company, token })).status).toBe(201);
});

async function newToken(): Promise<string> {
  const link = await fresh.product.tenants.ensureSetupLink('https://noc.example');
  return link?.split('#')[1] ?? '';
}

function post(body: object): Promise<Response> {
  return openBrowser(fresh.product.url).send('POST', '/api/setup', body);
}

async function needed(): Promise<boolean> {
  const answer = (await (await fetch(`${fresh.product.url}/api/setup`)).json()) as { needed: boolean };
  return answer.needed;
}
