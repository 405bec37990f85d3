import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerDocument } from '#shared/customer/documents.ts';
import type { CustomerPage } from '#shared/customer/list.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { dispatcher, foreigner, owner } from '../auth/freshProduct.ts';
import type { TestBrowser } from '../auth/testBrowser.ts';
import { asSuperuser } from '../support/superuserQuery.ts';
import { answered, type CustomerSite, startCustomerSite } from './customerSite.ts';

let site: CustomerSite;
let office: TestBrowser;
beforeAll(async () => {
  site = await startCustomerSite();
  office = await site.login(owner);
});
afterAll(() => site[Symbol.asyncDispose]());

const register = (fields: object, browser = office): Promise<CustomerRecord> =>
  answered(browser.send('POST', '/api/customers', fields), 201);
const refused = async (response: Promise<Response>): Promise<unknown> =>
  ((await (await response).json()) as { code: string }).code;
const found = async (query: string, browser = office): Promise<string[]> =>
  (await answered<CustomerPage>(browser.get(`/api/customers?${query}`))).rows.map(({ name }) => name);

describe('a customer', () => {
  test('gets the next number, and phones in the form that can be called from anywhere', async () => {
    const first = await register({ name: 'Achieng Otieno', phones: ['0722 123 456', '+254 733-000111', '0722123456'] });
    const second = await register({ name: 'Baraka Ltd', kind: 'company' });
    expect(first.phones).toEqual(['+254722123456', '+254733000111']);
    expect(second.number).toBe(first.number + 1);
  });

  test('with a phone that cannot be called is refused, and says which', async () => {
    const answer = await office.send('POST', '/api/customers', { name: 'X', phones: ['+254722123456', '12'] });
    expect(answer.status).toBe(400);
    expect(await refused(office.send('POST', '/api/customers', { name: 'X', phones: ['0722 12'] }))).toBe(
      'customer/phone-not-understood',
    );
  });

  test('is changed by one of two people at a time', async () => {
    const { id, version } = await register({ name: 'Changing' });
    const changed = await answered<CustomerRecord>(
      office.send('PATCH', `/api/customers/${id}`, { version, notes: 'Dog at the gate' }),
    );
    expect([changed.version, changed.notes, changed.name]).toEqual([version + 1, 'Dog at the gate', 'Changing']);
    expect(await answered(office.get(`/api/customers/${id}/timeline`))).toMatchObject([
      { type: 'customer.changed', fields: ['notes'], by: expect.any(String) as string },
      { type: 'customer.registered', fields: [] },
    ]);
    expect(await refused(office.send('PATCH', `/api/customers/${id}`, { version, notes: 'No dog' }))).toBe(
      'customer/changed-meanwhile',
    );
  });

  test('is archived, found among the archived only, and restored', async () => {
    const { id } = await register({ name: 'Zablon Archived' });
    await answered(office.send('POST', `/api/customers/${id}/archive`, {}));
    expect(await found('text=zablon')).toEqual([]);
    expect(await found('text=zablon&archived=true')).toEqual(['Zablon Archived']);
    expect(await refused(office.send('POST', `/api/customers/${id}/archive`, {}))).toBe('customer/archived');
    await answered(office.send('POST', `/api/customers/${id}/restore`, {}));
    expect(await found('text=zablon')).toEqual(['Zablon Archived']);
  });

  test('whose code another one has is refused', async () => {
    await register({ name: 'Coded', code: 'ISP-7' });
    expect(await refused(office.send('POST', '/api/customers', { name: 'Coded too', code: 'isp-7' }))).toBe(
      'customer/code-taken',
    );
  });

  test('leaves names and phones out of the log, which says who did what', async () => {
    const { id } = await register({ name: 'Private Person', phones: ['0711000222'], labels: ['VIP'] });
    const events = await asSuperuser(
      site.db,
      `select e.type, e.data::text as data, convert_from(v.bytes, 'UTF8') as personal from lastmile.event e
       left join lastmile.evidence v on v.tenant_id = e.tenant_id and v.id = (e.cause->>'id')::uuid where e.actor_id = '${id}'`,
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.['type']).toBe('customer.registered');
    expect(events[0]?.['data']).not.toContain('Private');
    expect(events[0]?.['data']).toContain('vip');
    expect(events[0]?.['personal']).toContain('Private Person');
  });
});

describe('the list', () => {
  test.for([
    ['the beginning of any word of a name', 'text=wanj', ['Nyambura Wanjikũ']],
    ['a name without its accent', 'text=wanjiku%20nya', ['Nyambura Wanjikũ']],
    ['the number as it is dialled', 'text=0799%20888', ['Nyambura Wanjikũ']],
    ['the number with its country code', 'text=%2B254799888777', ['Nyambura Wanjikũ']],
    ['a code of the company’s own', 'text=NW-001', ['Nyambura Wanjikũ']],
    ['a label', 'text=%23estate-9', ['Nyambura Wanjikũ']],
    ['the filter of labels', 'labels=estate-9', ['Nyambura Wanjikũ']],
    ['an e-mail address', 'text=nyambura%40', ['Nyambura Wanjikũ']],
    ['words that are not all there', 'text=wanjiku%20otieno', []],
  ])('finds by %s', async ([, query, names]) => {
    const known = await found('text=NW-001');
    if (known.length === 0)
      await register({
        ...{ name: 'Nyambura Wanjikũ', phones: ['0799888777'], code: 'NW-001', labels: ['Estate-9'] },
        email: 'nyambura@home.example',
      });
    expect(await found(query as string)).toEqual(names);
  });

  test.for(['name', 'number', 'newest'])('by %s gives every customer once, page after page', async (sort) => {
    for (let n = 0; n < 7; n++) await register({ name: `Page ${'gfedcba'[n]}`, labels: [`paged-${sort}`] });
    const seen: string[] = [];
    let after = '';
    do {
      const page = await answered<CustomerPage>(
        office.get(`/api/customers?sort=${sort}&labels=paged-${sort}&limit=3${after}`),
      );
      seen.push(...page.rows.map(({ name }) => name));
      after = page.next === undefined ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (after !== '');
    const letters = seen.map((name) => name.at(-1)).join('');
    expect(letters).toBe('abcdefg');
  });

  test('shows somebody of one branch the customers of that branch', async () => {
    const { branches } = await answered<{ branches: { id: string; name: string }[] }>(office.get('/api/branches'));
    for (const { id, name } of branches) await register({ name: `Scoped in ${name}`, branchId: id });
    const theirs = await site.login(dispatcher);
    const names = await found('text=scoped', theirs);
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(branches.length);
    expect(await found('text=scoped', await site.login(foreigner))).toEqual([]);
  });

  test('gives labels to several at once, and knows those in use', async () => {
    const ids = [];
    for (const name of ['Label one', 'Label two']) ids.push((await register({ name })).id);
    expect(await answered(office.send('POST', '/api/customers/labels', { ids, add: ['Bulk Test'] }))).toEqual({
      changed: 2,
    });
    expect(await found('labels=bulk%20test')).toEqual(['Label one', 'Label two']);
    expect(await answered(office.get('/api/customers/labels?text=bulk'))).toEqual(['bulk test']);
  });

  test('finds those with every label, as they are called, labelled and archived now', async () => {
    const labels = ['lake', 'roof'];
    const both = await register({ name: 'Zawadi Both', labels });
    await register({ name: 'Amani Lake', labels: ['lake'] });
    await register({ name: 'Only Roof', labels: ['roof'], kind: 'company' });
    expect(await found('labels=lake')).toEqual(['Amani Lake', 'Zawadi Both']);
    expect(await found('labels=lake&labels=roof')).toEqual(['Zawadi Both']);
    expect(await found('labels=roof&kind=company')).toEqual(['Only Roof']);
    const renamed = await answered<CustomerRecord>(
      office.send('PATCH', `/api/customers/${both.id}`, { version: both.version, name: 'Aaron Both' }),
    );
    expect(await found('labels=lake')).toEqual(['Aaron Both', 'Amani Lake']);
    await answered(office.send('POST', `/api/customers/${both.id}/archive`, {}));
    expect(await found('labels=lake')).toEqual(['Amani Lake']);
    expect(await found('labels=lake&archived=true')).toEqual(['Aaron Both']);
    const { version } = await answered<CustomerRecord>(office.send('POST', `/api/customers/${both.id}/restore`, {}));
    expect(version).toBe(renamed.version + 2);
    await answered(office.send('PATCH', `/api/customers/${both.id}`, { version, labels: ['roof'] }));
    expect(await found('labels=lake')).toEqual(['Amani Lake']);
  });

  test('says who has a phone number already', async () => {
    await register({ name: 'First owner', phones: ['0755 111 222'] });
    const same = await answered<{ name: string }[]>(office.get('/api/customers/same-phone?phone=%2B254755111222'));
    expect(same.map(({ name }) => name)).toEqual(['First owner']);
  });
});

test('a customer whom lines belong to is not archived, until they are gone', async () => {
  const { id } = await register({ name: 'In service', phones: ['0700123123'] });
  const lines = new Map([[id, 2]]);
  site.customers.addDependents((_tx, customerId) => Promise.resolve(lines.get(customerId) ?? 0));
  expect(await refused(office.send('POST', `/api/customers/${id}/archive`, {}))).toBe('customer/in-service');
  expect(await found('text=in%20service')).toEqual(['In service']);
  lines.delete(id);
  await answered(office.send('POST', `/api/customers/${id}/archive`, {}));
  expect(await found('text=in%20service')).toEqual([]);
});

describe('a document', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
  const upload = (id: string, body: BodyInit, name = 'id card.png'): Promise<Response> =>
    fetch(`${site.url}/api/customers/${id}/documents?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: {
        ...{ cookie: office.cookie(), 'x-csrf-token': office.view().csrfToken, origin: site.url },
        ...{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' },
      },
      body,
    });

  test('comes back as it was given, and each reading is recorded', async () => {
    const { id } = await register({ name: 'Documented' });
    const added = await answered<CustomerDocument>(upload(id, png), 201);
    expect(added).toMatchObject({ name: 'id card.png', type: 'image/png', size: png.length });
    const read = await office.get(`/api/customers/${id}/documents/${added.id}`);
    expect(Buffer.from(await read.arrayBuffer()).equals(png)).toBe(true);
    expect(read.headers.get('content-type')).toContain('image/png');
    expect(read.headers.get('content-disposition')).toContain('id%20card.png');
    const events = await asSuperuser(
      site.db,
      `select type from lastmile.event where actor_id = '${id}' order by position`,
    );
    expect(events.map(({ type }) => type)).toEqual([
      'customer.registered',
      'customer.documentAdded',
      'customer.documentRead',
    ]);
    expect((await office.send('DELETE', `/api/customers/${id}/documents/${added.id}`)).status).toBe(204);
    expect(await answered(office.get(`/api/customers/${id}/documents`))).toEqual([]);
  });

  test('is what its content says, not what its name says', async () => {
    const { id } = await register({ name: 'Sneaky' });
    expect(await refused(upload(id, '<script>alert(1)</script>', 'photo.png'))).toBe('customer/document-type');
    expect(await refused(upload(id, '', 'photo.png'))).toBe('customer/document-empty');
  });

  test('of more than 10 MB is refused', async () => {
    const { id } = await register({ name: 'Heavy' });
    const answer = await upload(id, Buffer.concat([png, Buffer.alloc(10_485_760)]));
    expect(answer.status).toBe(413);
  });

  test('is not for those without the permission', async () => {
    const { id } = await register({ name: 'Shy', branchId: null });
    const theirs = await site.login(dispatcher);
    expect((await theirs.get(`/api/customers/${id}/documents`)).status).toBe(403);
  });
});
