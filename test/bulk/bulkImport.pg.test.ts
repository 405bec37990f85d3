import { expect, test } from 'vitest';
import { bulkRefusals } from '#shared/bulk/errors.ts';
import { type BulkSite, ROUTER, startBulk } from './bulkProduct.ts';

/** Each starts a database and a product. */
const SLOW_MS = 60_000;
const HEADING = 'Account No;Full name;Mobile;PPPoE username;PPPoE password;Package;Expires on;Status;Address';

function csv(...rows: readonly string[]): string {
  return [HEADING, ...rows].join('\r\n');
}

const three = csv(
  'A1;Wanjikũ Kamau;0722 123 456;wanjiku;secret99;home 10;31/03/2031;active;"Moi Ave; 4"',
  'A1;Wanjikũ Kamau;0722 123 456;wanjiku-shop;secret98;Business 50;;active;',
  'A2;Otieno Stores;+254733000111;otieno;secret97;Home 10;2020-01-31;active;',
);

const counts = async (site: BulkSite): Promise<unknown> =>
  (
    await site.query(`select (select count(*)::int from lastmile.customer where tenant_id = '${site.tenant}') as customers,
      (select count(*)::int from lastmile.subscription where tenant_id = '${site.tenant}') as lines,
      (select count(*)::int from lastmile.event where tenant_id = '${site.tenant}' and kind in ('customer', 'subscription')) as events`)
  )[0];

test(
  'a file becomes customers with their lines, and the same file again changes nothing',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const made = await site.upload(three);
    expect((await site.job(made.id))['settings']).toMatchObject({
      separator: ';',
      columns: [
        'customerCode',
        'customerName',
        'phone',
        'username',
        'password',
        'package',
        'validUntil',
        'state',
        'address',
      ],
    });
    const checked = await site.check(made.id);
    expect(checked['summary']).toMatchObject({ newCustomers: 3, newLines: 0, errors: 0, warnings: 1 });
    expect(await counts(site)).toEqual({ customers: 0, lines: 0, events: 0 });
    await site.send('POST', `/api/bulk/jobs/${made.id}/start`);
    await site.until(made.id, ['done']);
    const lines = await site.query(
      `select s.username, s.state, c.code, c.name, c.phones, c.address, p.name as package, s.valid_until
     from lastmile.subscription s join lastmile.customer c on c.id = s.customer_id join lastmile.package p on p.id = s.package_id
     where s.tenant_id = '${site.tenant}' order by s.username`,
    );
    expect(lines).toMatchObject([
      { username: 'otieno', state: 'pending', code: 'A2' },
      {
        username: 'wanjiku',
        state: 'active',
        code: 'A1',
        phones: ['+254722123456'],
        address: 'Moi Ave; 4',
        package: 'Home 10',
      },
      { username: 'wanjiku-shop', code: 'A1', package: 'Business 50' },
    ]);
    // "Expires on" is the end of that day in the zone of the company (operators.md 9): 23:59:59.999 in Nairobi.
    expect(new Date(lines[1]!['valid_until'] as Date).toISOString()).toBe('2031-03-31T20:59:59.999Z');
    const before = await counts(site);
    expect(before).toMatchObject({ customers: 2, lines: 3 });
    const again = await site.import(three);
    expect(await counts(site)).toEqual(before);
    expect((await site.rows(again.id)).rows.map(({ state, plan }) => [state, plan])).toEqual(
      Array.from({ length: 3 }, () => ['skipped', 'nothing']),
    );
  },
);

test(
  'a dry run names collisions and hashes that cannot serve CHAP, with line and column (operators 8)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    await site.import(three);
    const made = await site.upload(
      csv(
        'B1;Somebody else;0711000111;WANJIKU;abcd1234;Home 10;;;',
        'B2;Twin one;0711000222;twin;abcd1234;Home 10;;;',
        'B3;Twin two;0711000222;Twin ;abcd1234;Home 10;;;',
        'B4;Hashed;0711000333;hashed;$2y$10$abcdefghijklmnopqrstuv;Home 10;;;',
        'B5;Wrong;12;wrong;abcd1234;Gold 99;31/31/2031;;',
        ';;;nameless;abcd1234;Home 10;;;',
      ),
    );
    const checked = await site.check(made.id);
    expect(checked['summary']).toMatchObject({
      errors: 5,
      newCustomers: 1,
      unknownPackages: [{ name: 'Gold 99', count: 1 }],
    });
    const { rows } = await site.rows(made.id);
    const found = rows.map(({ line, problems }) => [
      line,
      ...problems.map(({ code, column }) => (column ? `${code} ${column}` : code)),
    ]);
    expect(found).toEqual([
      [2, 'bulk/username-taken'],
      [3],
      [4, 'bulk/username-twice', 'bulk/phone-twice'],
      [5, 'bulk/password-hashed'],
      [6, 'bulk/phone-not-understood Mobile', 'bulk/date-not-understood Expires on', 'bulk/package-unknown'],
      [7, 'bulk/name-missing'],
    ]);
    expect(rows[3]!.problems[0]!.message).toBe(bulkRefusals['bulk/password-hashed']);
    const stored = await site.query(
      `select encode(given, 'escape') as given from lastmile.bulk_row where job_id = '${made.id}'`,
    );
    expect(JSON.stringify(stored)).not.toContain('abcd1234');
    // What a name of a package stands for can be said, and then that row is only wrong about its date.
    const mended = await site.check(made.id, {
      packages: { 'gold 99': site.packages.business },
      hashed: 'newPassword',
    });
    expect(mended['summary']).toMatchObject({ errors: 4, unknownPackages: [] });
  },
);

test(
  'a server that dies in the middle of an import goes on, and makes no row twice',
  { timeout: 120_000 },
  async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, index) => `K${index};Customer ${index};;user${index};secret${index};Home 10;;;`,
    );
    await using first = await startBulk();
    const made = await first.upload(csv(...rows));
    await first.check(made.id);
    await first.send('POST', `/api/bulk/jobs/${made.id}/start`);
    const doneBy = async (): Promise<number> =>
      Number(
        (
          await first.query(
            `select count(*)::int as n from lastmile.bulk_row where job_id = '${made.id}' and state = 'done'`,
          )
        )[0]!['n'],
      );
    while ((await doneBy()) < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.product[Symbol.asyncDispose]();
    const half = await doneBy();
    expect(half).toBeLessThan(1200);
    // As a crash between a line and its row would have it: made, and not noted.
    await first.query(
      `update lastmile.bulk_row set state = 'pending', subscription_id = null, subscription_version = null
     where job_id = '${made.id}' and line in (select line from lastmile.bulk_row where job_id = '${made.id}' and state = 'done' order by line desc limit 20)`,
    );
    await using second = await startBulk(first.db);
    await second.until(made.id, ['done'], 60_000);
    expect(await counts(second)).toMatchObject({ customers: 1200, lines: 1200 });
    const [left] = await second.query(
      `select count(*)::int as n from lastmile.bulk_row where job_id = '${made.id}' and state <> 'done'`,
    );
    expect(left).toEqual({ n: 0 });
  },
);

test(
  'operators.md 5: an import is undone within a day, and what somebody changed since is kept and listed',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const made = await site.import(three);
    const [line] = await site.query("select id from lastmile.subscription where username = 'otieno'");
    await site.send('POST', `/api/subscriptions/${String(line!['id'])}/acts`, {
      key: '5f1b3f5e-7d7c-4a55-9c7e-0f3a5d0c1a2b',
      act: { act: 'activate' },
    });
    expect((await site.send('POST', `/api/bulk/jobs/${made.id}/undo`)).status).toBe(200);
    await site.until(made.id, ['undone']);
    const { rows } = await site.rows(made.id);
    expect(rows.map(({ state, problems }) => [state, problems.at(-1)?.code])).toEqual([
      ['undone', undefined],
      ['undone', undefined],
      ['kept', 'bulk/changed-since'],
    ]);
    const standing = await site.query(
      `select name from lastmile.customer where tenant_id = '${site.tenant}' and archived_at is null`,
    );
    expect(standing).toEqual([{ name: 'Otieno Stores' }]);
    // The corrected file can be imported again.
    const again = await site.import(three);
    expect((await site.rows(again.id)).rows.map(({ state }) => state)).toEqual(['done', 'done', 'skipped']);
  },
);

test(
  'a cancelled job stops, what nobody may see is not there, and a wrong file is refused in words',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const made = await site.upload(three);
    await site.send('POST', `/api/bulk/jobs/${made.id}/cancel`);
    expect((await site.send('POST', `/api/bulk/jobs/${made.id}/start`)).body['code']).toBe('bulk/state');
    expect(await site.query(`select 1 from lastmile.bulk_file where job_id = '${made.id}'`)).toEqual([]);
    await expect(site.upload(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]))).rejects.toThrow('bulk/file-type');
    await expect(site.upload('')).rejects.toThrow('bulk/file-empty');
    await expect(site.upload(Buffer.from('PK\u0003\u0004damaged'))).rejects.toThrow('bulk/file-damaged');
  },
);

test(
  'operators.md 3: what a router holds by itself is taken over, and what stands in front of a line is listed',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const { body } = await site.send('POST', '/api/bulk/imports/router', { nasId: ROUTER });
    const id = String(body['id']);
    const checked = await site.check(id);
    expect(checked['summary']).toMatchObject({
      newCustomers: 2,
      errors: 1,
      unknownPackages: [{ name: 'home-5M', count: 1 }],
    });
    await site.send('POST', `/api/bulk/jobs/${id}/start`);
    await site.until(id, ['done']);
    const lines = await site.query(
      `select s.username, s.access_type, s.macs, s.static_ipv4, c.name, c.labels from lastmile.subscription s
     join lastmile.customer c on c.id = s.customer_id where s.tenant_id = '${site.tenant}' order by c.name`,
    );
    expect(lines).toMatchObject([
      { access_type: 'ipoe', username: null, macs: ['aa:bb:cc:00:11:22'], static_ipv4: '100.64.3.7', name: 'Otieno' },
      { access_type: 'pppoe', username: 'Wanjiku', name: 'Wanjiku Kamau', labels: ['vip'] },
    ]);
    const shadows: unknown = await (await site.owner.get(`/api/bulk/routers/${ROUTER}/shadows`)).json();
    expect(shadows).toMatchObject({
      accounts: 2,
      shadows: [{ id: '*1', service: 'ppp', name: 'Wanjiku', disabled: false, customerName: 'Wanjiku Kamau' }],
    });
  },
);
