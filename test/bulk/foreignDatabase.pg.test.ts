import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { databaseUrl } from '../support/databaseUrl.ts';
import { hasTool } from '../support/debianTools.ts';
import { type BulkSite, startBulk } from './bulkProduct.ts';
import { type RunningMariadb, runningMariadb } from './runningMariadb.ts';

/** Each starts a database and a product. */
const SLOW_MS = 120_000;
const PASSWORD = 'read-only-Pa55/word';

/** Whatever is stored or logged says nothing of the password. */
async function expectUnknown(site: BulkSite): Promise<void> {
  const tables = await site.query("select tablename from pg_tables where schemaname = 'lastmile'");
  for (const { tablename } of tables) {
    const [found] = await site.query(
      `select count(*)::int as n from lastmile.${String(tablename)} t where t::text like '%Pa55%'`,
    );
    expect([tablename, found!['n']]).toEqual([tablename, 0]);
  }
  expect(JSON.stringify(site.lines())).not.toContain('Pa55');
}

describe.skipIf(!hasTool('mariadb-install-db') || !hasTool('my_print_defaults'))('MariaDB', () => {
  const billing = async (server: RunningMariadb): Promise<void> =>
    await server.run(
      'create database billing character set utf8mb4',
      `create table billing.tbl_customers (id int, username varchar(45), password varchar(45), pppoe_password varchar(45), fullname varchar(45),
        phonenumber varchar(20), email varchar(128), account_type enum('Business', 'Personal'), status varchar(20))`,
      `insert into billing.tbl_customers values (7, 'wanjiku', 'portal', 'back\\\\slash\\t', 'Wanjikũ 😀 Kamau', '0722123456', '1', 'Personal', 'Active')`,
      `create table billing.tbl_user_recharges (id int, customer_id int, username varchar(32), plan_id int, namebp varchar(40),
        expiration date, time time, type varchar(15))`,
      `insert into billing.tbl_user_recharges values (1, 7, 'wanjiku', 1, 'Home 10', '2031-02-28', '14:30:00', 'PPPOE')`,
      `create user 'reader'@'%' identified by '${PASSWORD}'`,
      `grant select on billing.* to 'reader'@'%'`,
    );

  test(
    'phpNuxBill is read where it runs, in one read-only transaction, and its password is kept nowhere',
    { timeout: SLOW_MS },
    async () => {
      await using server = await runningMariadb();
      await billing(server);
      await using site = await startBulk();
      const place = { engine: 'mysql', host: '127.0.0.1', port: server.port, database: 'billing', user: 'reader' };
      const asked = await site.send('POST', '/api/bulk/imports/database', { ...place, password: PASSWORD });
      expect([asked.status, asked.body]).toEqual([
        201,
        { id: expect.any(String), number: expect.any(Number), leftSessions: 0 },
      ]);
      const id = String(asked.body['id']);
      const checked = await site.check(id);
      expect(checked).toMatchObject({
        format: 'phpnuxbill',
        title: 'billing@127.0.0.1.sql',
        summary: { newCustomers: 1, errors: 0 },
      });
      await site.send('POST', `/api/bulk/jobs/${id}/start`);
      await site.until(id, ['done']);
      expect(await site.query('select name from lastmile.customer')).toEqual([{ name: 'Wanjikũ 😀 Kamau' }]);
      await expectUnknown(site);
      const why = async (part: object): Promise<unknown> => {
        const { body } = await site.send('POST', '/api/bulk/imports/database', {
          ...place,
          password: PASSWORD,
          ...part,
        });
        return body['code'];
      };
      expect(await why({ password: 'wrong' })).toBe('bulk/database-login');
      expect(await why({ database: 'elsewhere' })).toBe('bulk/database-login');
      expect(await why({ user: 'root', password: '', database: 'mysql' })).toBe('bulk/database-unknown');
      expect(await why({ host: '169.254.169.254' })).toBe('bulk/database-forbidden');
      expect(await why({ port: 1 })).toBe('bulk/database-unreachable');
    },
  );
});

test(
  'FreeRADIUS in PostgreSQL is read where it runs, and its password is kept nowhere',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const { port, hostname } = new URL(site.db.superuserUrl);
    const owner = new pg.Client({ connectionString: site.db.superuserUrl });
    await owner.connect();
    await owner.query(`drop role if exists radreader`);
    await owner.query(`create role radreader login password '${PASSWORD}'`);
    await owner.query('create database radius_elsewhere');
    const radius = new pg.Client({ connectionString: databaseUrl(site.db.superuserUrl, 'radius_elsewhere') });
    await radius.connect();
    try {
      await radius.query(`create table radcheck (id serial, username text, attribute text, op varchar(2), value text);
        insert into radcheck (username, attribute, op, value) values ('wanjiku', 'Cleartext-Password', ':=', E'tab\\there');
        create table radusergroup (username text, groupname text, priority int);
        insert into radusergroup values ('wanjiku', 'home-20', 1);
        create table radgroupreply (id serial, groupname text, attribute text, op varchar(2), value text);
        insert into radgroupreply (groupname, attribute, op, value) values ('home-20', 'WISPr-Bandwidth-Max-Down', '=', '20000000'),
          ('home-20', 'WISPr-Bandwidth-Max-Up', '=', '10000000');
        create table radacct (radacctid bigserial, acctsessionid text, username text, nasipaddress inet, acctstarttime timestamptz, acctstoptime timestamptz);
        insert into radacct (acctsessionid, username, nasipaddress, acctstarttime, acctstoptime)
          select n::text, 'wanjiku', '10.1.1.1', now() - interval '2 days', now() - interval '1 day' from generate_series(1, 5000) n;
        grant select on all tables in schema public to radreader`);
      const asked = await site.send('POST', '/api/bulk/imports/database', {
        ...{ engine: 'postgresql', host: hostname.replace('localhost', '127.0.0.1'), port: Number(port) },
        ...{ database: 'radius_elsewhere', user: 'radreader', password: PASSWORD },
      });
      expect(asked.body).toMatchObject({ leftSessions: 0 });
      const checked = await site.check(String(asked.body['id']));
      expect(checked).toMatchObject({
        format: 'freeradius',
        summary: { newCustomers: 1, newObjects: { packages: 1, usage: 1 }, errors: 0 },
      });
      const rows = await site.rows(String(asked.body['id']));
      // The newest 2,000 of each account.
      expect(rows.rows.find(({ plan }) => plan === 'usage')).toMatchObject({ name: 'wanjiku (2000)' });
      await expectUnknown(site);
    } finally {
      await radius.end();
      await owner.query('drop database radius_elsewhere with (force)');
      await owner.query('drop role radreader');
      await owner.end();
    }
  },
);
