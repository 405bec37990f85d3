import { expect, test } from 'vitest';
import { demoLines } from '#lab/nas/demoLines.ts';
import { nasPlan } from '#lab/nas/nasPlan.ts';
import { demoPackages } from '#shared/lab/demoPackages.ts';
import { demoRouters } from '#shared/lab/demoRouters.ts';
import { demoSubscribers } from '#shared/lab/demoSubscribers.ts';

const all = demoSubscribers();

test('the demonstration has the same customers each time, none twice', () => {
  expect(demoSubscribers()).toEqual(all);
  expect(all.length).toBeGreaterThan(400);
  for (const key of ['username', 'mac', 'email'] as const)
    expect(new Set(all.map((one) => one[key])).size).toBe(all.length);
});

test('they are behind routers that the lab has, and bought what is sold', () => {
  const planned = nasPlan.flatMap(({ slug, branches }) =>
    branches.flatMap(({ name, routers }) => routers.map((router) => `${slug} ${name} ${router.name}`)),
  );
  const named = demoRouters.map(
    ({ tenantSlug, branchName, routerName }) => `${tenantSlug} ${branchName} ${routerName}`,
  );
  expect(named).toEqual(planned);
  const sold = new Set(demoPackages.map(({ tenantSlug, name }) => `${tenantSlug} ${name}`));
  expect(all.every(({ tenantSlug, packageName }) => sold.has(`${tenantSlug} ${packageName}`))).toBe(true);
  expect([...demoLines().values()].flat()).toHaveLength(all.length);
});

test('some have run out, are suspended, or have a wrong password', () => {
  const share = (is: (one: (typeof all)[number]) => boolean): number => all.filter(is).length / all.length;
  expect(share(({ validDays }) => validDays < 0)).toBeGreaterThan(0.02);
  expect(share(({ standing }) => standing === 'suspended')).toBeGreaterThan(0.005);
  const wrong = share(({ password, equipmentPassword }) => password !== equipmentPassword);
  expect(wrong).toBeGreaterThan(0.005);
  expect(wrong).toBeLessThan(0.1);
});

test('their phone numbers are numbers of the country', () => {
  const patterns: Readonly<Record<string, RegExp>> = {
    'savanna-fibre': /^\+25472\d{7}$/,
    'padma-net': /^\+88017\d{8}$/,
  };
  expect(all.every(({ tenantSlug, phone }) => patterns[tenantSlug]?.test(phone))).toBe(true);
});
