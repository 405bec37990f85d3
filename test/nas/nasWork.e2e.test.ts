import { expect, test } from 'vitest';
import type { z } from 'zod';
import { NasBackupTaken } from '#shared/nas/backup.ts';
import { OnboardingReport, OnboardingScript } from '#shared/nas/onboarding.ts';
import { NasPage } from '#shared/nas/registration.ts';
import { owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { startProduct } from '../support/product.ts';
import { until } from './nasNode.ts';

async function post<T>(browser: TestBrowser, path: string, schema: z.ZodType<T>, body: object = {}): Promise<T> {
  const answer = await browser.send('POST', path, body);
  const found: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(found)}`);
  return schema.parse(found);
}

async function routers(browser: TestBrowser): Promise<NasPage['rows']> {
  return NasPage.parse(await (await browser.get('/api/nas')).json()).rows;
}

test('every router of the demo is set up by its script over its own connection, and backed up', async () => {
  await using product = await startProduct();
  const admin = await loggedIn(product.url, ...owner);
  await until(async () => {
    const all = await routers(admin);
    return all.length >= 7 && all.every(({ state }) => state === 'up');
  }, 'all routers are up');
  for (const { id, name } of await routers(admin)) {
    const { script } = await post(admin, `/api/nas/${id}/onboarding/script`, OnboardingScript);
    const pasted = await fetch(`http://127.0.0.1:${product.labPort}/nas/paste`, {
      method: 'POST',
      body: JSON.stringify({ name, script }),
    });
    expect(await pasted.json()).toMatchObject({ errors: [] });
    const { checks } = await post(admin, `/api/nas/${id}/onboarding/check`, OnboardingReport);
    expect({ name, wrong: checks.filter(({ state }) => state !== 'right' && state !== 'notNeeded') }).toEqual({
      name,
      wrong: [],
    });
    const taken = await post(admin, `/api/nas/${id}/backups`, NasBackupTaken);
    expect(taken.backup.lines).toBeGreaterThan(40);
  }
});
