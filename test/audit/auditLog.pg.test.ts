import { describe, expect, test } from 'vitest';
import { createAuditFeature } from '#server/audit/auditFeature.ts';
import { AuditPage, EvidenceView } from '#shared/audit/audit.ts';
import { Verification } from '#shared/audit/verification.ts';
import { RoleList } from '#shared/tenant/roles.ts';
import { asSuperuser, foreigner, noc, owner } from '../auth/freshProduct.ts';
import { loggedIn, type TestBrowser } from '../auth/testBrowser.ts';
import { recordingLog } from '../http/testServer.ts';
import { freshAdministration } from '../tenant/administrationProduct.ts';

const fresh = freshAdministration({
  more: ({ clock, tenants }, db) => [
    createAuditFeature({ database: db.database, clock, log: recordingLog().log, names: tenants.names }, () => [
      {
        name: 'objects',
        objectNames: { user: async (_tenant, ids) => new Map(ids.map((id) => [id, 'somebody'])) },
      },
    ]),
  ],
});

describe('the audit log', () => {
  test('shows who changed what, before and after, with what is kept beside the log about persons', async () => {
    const { admin, victim } = await someActs();
    const { rows } = await page(admin, 'type=user.&limit=3');
    expect(rows.map(({ type }) => type)).toEqual(['user.disabled', 'user.roleChanged', 'user.renamed']);
    expect(rows[0]).toMatchObject({
      user: { name: 'Wanjiru Kamau' },
      kind: 'user',
      objectId: victim,
      objectName: 'somebody',
      facts: { reason: 'left' },
    });
    expect(rows[1]?.changes['role']).toEqual({ before: 'NOC', after: 'Technician' });
    expect(rows[2]?.changes).toEqual({ name: { before: 'Otieno Odhiambo', after: 'Otieno O.' } });
    expect(rows[2]?.cause).toBeUndefined();
  });

  test('is filtered by person, object, type, time and text, and read page by page without gaps', async () => {
    const { admin, victim } = await someActs();
    const me = admin.view().userId;
    const all = (await page(admin, `user=${me}`)).rows;
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect((await page(admin, `kind=user&id=${victim}&by=all`)).rows.every(({ objectId }) => objectId === victim)).toBe(
      true,
    );
    expect((await page(admin, 'type=user.renamed')).rows).toHaveLength(1);
    expect((await page(admin, 'text=technician')).rows.map(({ type }) => type)).toEqual(['user.roleChanged']);
    expect((await page(admin, 'text=wanjiru')).rows).toEqual(all.filter(({ user }) => user?.id === me));
    expect((await page(admin, `from=${fresh.product.clock.now() + 60_000}`)).rows).toEqual([]);
    expect((await page(admin, `to=${all.at(-1)?.at ?? 0}&user=${me}`)).rows).toEqual([]);
    const paged = [];
    let next: number | undefined;
    do {
      const one = await page(admin, `by=all&limit=2${next ? `&before=${next}` : ''}`);
      paged.push(...one.rows);
      next = one.next;
    } while (next !== undefined);
    expect(paged.map(({ position }) => position)).toEqual(
      Array.from({ length: paged.length }, (_, n) => paged.length - n),
    );
  });

  test('looks back through many events of equipment without ending early or taking long', async () => {
    const { admin } = await someActs();
    await manyEvents(120_000);
    const begun = Date.now();
    const found = await page(admin, 'type=user.renamed');
    expect(found.rows).toHaveLength(1);
    expect((await page(admin, 'text=no such thing anywhere&by=system&limit=1')).rows).toEqual([]);
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  test('is one’s own company’s, and nobody’s without permission or with some branches only', async () => {
    const { admin } = await someActs();
    const other = await loggedIn(fresh.product.url, ...foreigner);
    expect((await page(other, 'by=all')).rows.every(({ type }) => type === 'user.loggedIn')).toBe(true);
    expect(
      (await (await loggedIn(fresh.product.url, 'achieng@savanna.example', noc[1])).get('/api/audit')).status,
    ).toBe(403);
    const ownerRole = RoleList.parse(await (await admin.get('/api/roles')).json()).roles.find(
      ({ name }) => name === 'Owner',
    );
    const mwangi = await loggedIn(fresh.product.url, 'mwangi@savanna.example', 'savanna-demo-only');
    await admin.send('POST', `/api/users/${mwangi.view().userId}/role`, { roleId: ownerRole?.id });
    const again = await loggedIn(fresh.product.url, 'mwangi@savanna.example', 'savanna-demo-only');
    expect(await (await again.get('/api/audit')).json()).toMatchObject({ code: 'audit/whole-company-needed' });
  });

  test('is exported for spreadsheets, which do not take anything in it for a formula, and that is an event', async () => {
    const { admin } = await someActs();
    await admin.send('PUT', `/api/users/${admin.view().userId}`, { name: '=HYPERLINK("x")', email: owner[0] });
    await expect
      .poll(async () => (await (await admin.get('/api/audit.csv?type=user.')).text()).includes(`"'=HYPERLINK(""x"")"`))
      .toBe(true);
    const text = await (await admin.get('/api/audit.csv?type=user.&user=' + admin.view().userId)).text();
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('position,time,person,event,kind,object,id,changes,facts');
    expect(lines.some((line) => line.includes('"user.disabled"'))).toBe(true);
    expect((await page(admin, 'type=audit.exported&limit=1')).rows[0]?.facts).toMatchObject({
      filters: { type: 'user.' },
    });
  });
});

describe('evidence', () => {
  test('is shown as text or bytes, of one’s own company only', async () => {
    const { admin } = await someActs();
    const ids = await asSuperuser(
      fresh.db,
      `select id from lastmile.evidence where kind = 'change' order by received_at desc limit 1`,
    );
    const id = String(ids[0]?.['id']);
    const text = EvidenceView.parse(await (await admin.get(`/api/evidence/${id}`)).json());
    expect(JSON.parse(text.text ?? '{}')).toHaveProperty('name');
    const other = await loggedIn(fresh.product.url, ...foreigner);
    expect((await other.get(`/api/evidence/${id}`)).status).toBe(404);
    await asSuperuser(fresh.db, `update lastmile.evidence set bytes = '\\xff00fe' where id = '${id}'`);
    expect(await (await admin.get(`/api/evidence/${id}`)).json()).toMatchObject({ base64: '/wD+', bytes: 3 });
  });
});

describe('verifying', () => {
  test('runs in the background and says that the log is whole, or what is missing', async () => {
    const { admin } = await someActs();
    const ask = async () => Verification.parse(await (await admin.get('/api/audit/verify')).json());
    expect(await ask()).toEqual({ state: 'none' });
    expect((await admin.send('POST', '/api/audit/verify')).status).toBe(202);
    await expect.poll(ask).toMatchObject({ state: 'done', verdict: { whole: true, missing: [] } });
    await expect
      .poll(async () => (await page(admin, 'type=audit.verified')).rows[0]?.facts)
      .toMatchObject({ whole: true });

    await asSuperuser(fresh.db, `delete from lastmile.event where type = 'user.renamed'`);
    await admin.send('POST', '/api/audit/verify');
    await expect.poll(ask).toMatchObject({ state: 'done', verdict: { whole: false, broken: { breach: 'missing' } } });
    const other = await loggedIn(fresh.product.url, ...foreigner);
    expect(Verification.parse(await (await other.get('/api/audit/verify')).json())).toEqual({ state: 'none' });
  });
});

/** The owner renames, moves and disables somebody. */
async function someActs(): Promise<{ admin: TestBrowser; victim: string }> {
  const admin = await loggedIn(fresh.product.url, ...owner);
  const victim = (await loggedIn(fresh.product.url, ...noc)).view().userId;
  const technician = RoleList.parse(await (await admin.get('/api/roles')).json()).roles.find(
    ({ name }) => name === 'Technician',
  );
  await admin.send('PUT', `/api/users/${victim}`, { name: 'Otieno O.', email: noc[0] });
  await admin.send('POST', `/api/users/${victim}/role`, { roleId: technician?.id });
  await admin.send('POST', `/api/users/${victim}/disable`, { reason: 'left' });
  return { admin, victim };
}

async function manyEvents(count: number): Promise<void> {
  await asSuperuser(
    fresh.db,
    `with head as (update lastmile.tenant_log l set head = head + ${count} from lastmile.tenant t
       where t.tenant_id = l.tenant_id and t.slug = 'savanna-fibre' returning l.tenant_id, l.head - ${count} as before)
     insert into lastmile.event (tenant_id, position, kind, actor_id, version, type, v, data, at)
     select tenant_id, before + n, 'alarm', gen_random_uuid(), 1, 'alarm.raised', 1, '{"text": "LOS"}', now() from head, generate_series(1, ${count}) n`,
  );
}

async function page(browser: TestBrowser, query: string): Promise<AuditPage> {
  const answer = await browser.get(`/api/audit?${query}`);
  expect(answer.status).toBe(200);
  return AuditPage.parse(await answer.json());
}
