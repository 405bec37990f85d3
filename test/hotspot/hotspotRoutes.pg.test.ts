import { expect, test } from 'vitest';
import { HotspotInstall, HotspotView } from '#shared/hotspot/look.ts';
import { defaultUsernameRules } from '#shared/subscription/usernameKey.ts';
import { ActorId } from '#shared/values/ids.ts';
import { dispatcher, noc } from '../auth/freshProduct.ts';
import { startVouchers } from '../voucher/voucherProduct.ts';
import { look } from './look.ts';

test('a company’s pages are public under their address, as it last chose them, and nobody else’s', async () => {
  await using product = await startVouchers();
  const { admin } = product;
  const before = HotspotView.parse(await (await admin.get('/api/hotspot')).json());
  expect(before.changedAt).toBeUndefined();
  const changed = look({ name: 'Kwa Wanjiru', languages: ['sw', 'en'] });
  expect((await admin.send('PUT', '/api/hotspot', changed)).status).toBe(204);
  const [kind] = HotspotInstall.parse(await (await admin.send('POST', '/api/hotspot/install', {})).json()).kinds;
  expect(kind!.script).toContain(`url="${kind!.url}/login.html"`);
  for (const { path, bytes } of kind!.files) {
    const file = await fetch(`${kind!.url}/${path}`);
    expect([path, file.status, Buffer.from(await file.arrayBuffer()).length]).toEqual([path, 200, bytes]);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  }
  const page = await (await fetch(`${kind!.url}/login.html`)).text();
  expect(page).toContain('Kwa Wanjiru');
  expect(page).toContain('lang="sw"');
  for (const wrong of [
    kind!.url.replace(/[^/]+\/mikrotik$/, `${'A'.repeat(24)}/mikrotik`),
    kind!.url.replace(product.tenant, '00000000-0000-4000-8000-000000000000'),
    kind!.url.replace('mikrotik', 'nobody'),
    `${kind!.url}/..`,
  ])
    expect((await fetch(`${wrong}/login.html`)).status).toBe(404);
  expect(await product.events()).toEqual(['hotspot.changed']);
});

test('what routers send as password with a voucher holds for all of them', async () => {
  await using product = await startVouchers();
  await product.make({ count: 2 });
  const passwords = async (): Promise<readonly boolean[]> => {
    const all = (await Array.fromAsync(product.vouchers.feed.policies(product.tenant, defaultUsernameRules))).flat();
    return all.map(({ username, password }) => password.toLowerCase() === username);
  };
  expect(await passwords()).toEqual([true, true]);
  await product.admin.send('PUT', '/api/hotspot', look({ voucherPassword: 'word' }));
  expect(await passwords()).toEqual([false, false]);
  const heard = (changes: object): unknown =>
    product.vouchers.feed.changedBy({
      ...{ kind: 'hotspot', actorId: ActorId.parse(product.tenant), type: 'hotspot.changed', data: { changes } },
    });
  expect(heard({ voucherPassword: { before: 'code', after: 'word' } })).toBe('all');
  expect(heard({ colour: { before: '#0f766e', after: '#000000' } })).toBeUndefined();
});

test('who may not change pages may not, and a logo must be a small PNG', async () => {
  await using product = await startVouchers();
  const [operator, nobody] = [await product.login(noc), await product.login(dispatcher)];
  expect((await nobody.send('PUT', '/api/hotspot', look())).status).toBe(403);
  expect((await operator.get('/api/hotspot')).status).toBe(200);
  const answer = await product.admin.send(
    'PUT',
    '/api/hotspot',
    look({ logo: Buffer.from('GIF89a').toString('base64') }),
  );
  expect(await answer.json()).toMatchObject({ code: 'hotspot/logo-not-understood' });
  expect((await product.admin.send('PUT', '/api/hotspot', look({ loginHost: 'no host' }))).status).toBe(400);
});
