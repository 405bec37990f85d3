import { expect, test } from 'vitest';
import { noc } from '../auth/freshProduct.ts';
import { loggedIn } from '../auth/testBrowser.ts';
import { type BulkSite, startBulk } from './bulkProduct.ts';

/** Each starts a database and a product. */
const SLOW_MS = 90_000;

const NUX = `INSERT INTO \`tbl_bandwidth\` (\`id\`, \`name_bw\`, \`rate_down\`, \`rate_down_unit\`, \`rate_up\`, \`rate_up_unit\`, \`burst\`) VALUES
(1, '10M', 10, 'Mbps', 5, 'Mbps', '8M/16M 4M/8M 16/16'),
(2, '512k', 512, 'Kbps', 256, 'Kbps', '');
INSERT INTO \`tbl_routers\` (\`id\`, \`name\`, \`ip_address\`, \`username\`, \`password\`, \`description\`, \`enabled\`) VALUES
(1, 'Kilimani', '10.50.0.1:8728', 'api', 'router-secret', 'roof', 1);
INSERT INTO \`tbl_pool\` (\`id\`, \`pool_name\`, \`range_ip\`, \`routers\`) VALUES
(1, 'pool-home', '192.168.10.2-192.168.10.254', 'Kilimani');
INSERT INTO \`tbl_plans\` (\`id\`, \`name_plan\`, \`id_bw\`, \`price\`, \`type\`, \`typebp\`, \`limit_type\`, \`time_limit\`, \`time_unit\`, \`data_limit\`, \`data_unit\`, \`validity\`, \`validity_unit\`, \`shared_users\`, \`routers\`, \`pool\`, \`pool_expired\`, \`enabled\`) VALUES
(1, 'Nyumbani 10', 1, '2500', 'PPPOE', 'Unlimited', NULL, 0, NULL, 0, NULL, 1, 'Months', 1, 'Kilimani', 'pool-home', 'expired', 1),
(2, 'Saa moja', 2, '20', 'Hotspot', 'Limited', 'Both_Limit', 30, 'Mins', 1, 'GB', 1, 'Hrs', 2, 'Kilimani', '', '', 1),
(3, 'home 10', 1, '1', 'PPPOE', 'Unlimited', NULL, 0, NULL, 0, NULL, 30, 'Days', 1, 'Kilimani', '', '', 1),
(4, 'Purse', 1, '100', 'Balance', 'Unlimited', NULL, 0, NULL, 0, NULL, 1, 'Days', 1, '', '', '', 1);
INSERT INTO \`tbl_voucher\` (\`id\`, \`type\`, \`routers\`, \`id_plan\`, \`code\`, \`user\`, \`status\`) VALUES
(1, 'Hotspot', 'Kilimani', 2, 'KE7H-WQ9Z-11', '0', '0'),
(2, 'Hotspot', 'Kilimani', 2, 'AB12', '0', '0'),
(3, 'Hotspot', 'Kilimani', 2, 'USED9999', 'otieno', '1');
INSERT INTO \`tbl_customers\` (\`id\`, \`username\`, \`password\`, \`pppoe_password\`, \`fullname\`, \`phonenumber\`, \`email\`, \`service_type\`, \`account_type\`, \`status\`) VALUES
(7, 'wanjiku', 'portal1', 'ppp-secret', 'Wanjiku Kamau', '0722123456', '1', 'PPPoE', 'Personal', 'Active');
INSERT INTO \`tbl_user_recharges\` (\`id\`, \`customer_id\`, \`username\`, \`plan_id\`, \`namebp\`, \`recharged_on\`, \`expiration\`, \`time\`, \`status\`, \`type\`) VALUES
(1, 7, 'wanjiku', 1, 'Nyumbani 10', '2031-02-01', '2031-02-28', '14:30:00', 'on', 'PPPOE');
`;

async function run(site: BulkSite, dump: string, name: string, settings: object = {}): Promise<string> {
  const { id } = await site.upload(dump, name);
  const checked = await site.check(id, settings);
  if (checked['state'] !== 'checked') throw new Error(JSON.stringify(checked));
  await site.send('POST', `/api/bulk/jobs/${id}/start`);
  await site.until(id, ['done'], 30_000);
  return id;
}

const rowsOf = async (site: BulkSite, id: string): Promise<readonly unknown[]> =>
  (await site.rows(id)).rows.map(({ name, plan, state, problems }) => [
    ...[plan, name, state],
    ...problems.map(({ code, value }) => `${code}${value === undefined ? '' : ` ${value}`}`),
  ]);

test(
  'phpNuxBill: routers, pools, plans and unused vouchers are taken over with the customers; what is here by name stays',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const id = await run(site, NUX, 'nuxbill.sql');
    expect(await rowsOf(site, id)).toEqual([
      ['newRouter', 'Kilimani', 'done'],
      ['newPool', 'pool-home', 'done'],
      ['newPackage', 'Nyumbani 10', 'done', 'bulk/left-out pool_expired expired'],
      ['newPackage', 'Saa moja', 'done', 'bulk/left-out time_limit 30 Mins', 'bulk/left-out validity 1 Hrs'],
      ['nothing', 'home 10', 'skipped'],
      ['newCustomer', 'Wanjiku Kamau', 'done'],
      ['newVouchers', 'Saa moja (2)', 'done'],
    ]);
    const packages =
      await site.query(`select p.name, p.access_types, p.down_bps::int, p.up_bps::int, p.burst, p.quota_bytes::text, p.fup,
        p.cycle_unit, p.cycle_count, p.price_minor::int, p.sessions, o.name as pool, o.router_pool
      from lastmile.package p left join lastmile.ip_pool o on o.id = p.pool_id where p.name in ('Nyumbani 10', 'Saa moja') order by p.name`);
    expect(packages).toMatchObject([
      {
        ...{
          name: 'Nyumbani 10',
          access_types: ['pppoe'],
          down_bps: 10_000_000,
          up_bps: 5_000_000,
          price_minor: 250_000,
        },
        ...{ cycle_unit: 'month', cycle_count: 1, sessions: 1, pool: 'pool-home', router_pool: 'pool-home' },
        burst: { down: { limitBps: 16_000_000, thresholdBps: 8_000_000, seconds: 16 } },
      },
      {
        ...{ name: 'Saa moja', access_types: ['hotspot'], down_bps: 512_000, up_bps: 256_000, price_minor: 2_000 },
        ...{ cycle_unit: 'day', quota_bytes: '1073741824', fup: { act: 'block' }, sessions: 2, burst: null },
      },
    ]);
    // On record, and nobody connects to it yet; its password is nowhere in clear.
    const [router] = await site.query("select * from lastmile.nas where name = 'Kilimani'");
    expect(router).toMatchObject({
      address: '10.50.0.1',
      port: 8728,
      security: 'plain',
      monitored: false,
      username: 'api',
    });
    expect(JSON.stringify([await site.query('select data from lastmile.event'), site.lines()])).not.toContain(
      'router-secret',
    );
    const [batch] = await site.query('select * from lastmile.voucher_batch');
    expect(batch).toMatchObject({
      name: 'Saa moja',
      count: 2,
      price_minor: '2000',
      validity_ms: '3600000',
      devices: 2,
    });
    const found = await site.send('POST', '/api/vouchers/find', { code: 'ke7hwq9z11' });
    expect(found.body).toMatchObject({ state: 'unused', serial: expect.any(Number) });
    const lines = await site.query('select username, state, valid_until from lastmile.subscription');
    expect(lines).toMatchObject([{ username: 'wanjiku', state: 'active' }]);
    expect(new Date(lines[0]!['valid_until'] as Date).toISOString()).toBe('2031-02-28T11:30:00.000Z');
    // Again: nothing is made twice.
    const again = await site.upload(NUX, 'nuxbill.sql');
    expect((await site.check(again.id))['summary']).toMatchObject({
      ...{ newCustomers: 0, errors: 0 },
      newObjects: { routers: 0, pools: 0, packages: 0, usage: 0 },
    });
    await site.send('POST', `/api/bulk/jobs/${id}/undo`);
    await site.until(id, ['undone'], 30_000);
    const left = await site.query(`select (select count(*)::int from lastmile.nas where archived_at is null) as routers,
      (select count(*)::int from lastmile.ip_pool where archived_at is null) as pools,
      (select count(*)::int from lastmile.package where archived_at is null) as packages,
      (select count(*)::int from lastmile.voucher where voided_at is null) as vouchers`);
    expect(left).toEqual([{ routers: 0, pools: 0, packages: 2, vouchers: 0 }]);
  },
);

test(
  'what is not to be taken over is left out, and nobody takes over what the role may not make',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const { id } = await site.upload(NUX, 'nuxbill.sql');
    const checked = await site.check(id, { take: [], packages: { 'nyumbani 10': site.packages.business } });
    expect(checked['summary']).toMatchObject({ newCustomers: 1, newObjects: { packages: 0, routers: 0, vouchers: 0 } });
    await site.query("update lastmile.role set permissions = permissions || '{bulk.import}' where shipped = 'noc'");
    const other = await loggedIn(site.product.url, ...noc);
    const path = `/api/bulk/jobs/${id}/settings`;
    const settings = { ...(checked['settings'] as object), take: ['vouchers'] };
    const { status, body } = await site.send('PUT', path, { settings }, other);
    expect([status, body['code']]).toEqual([403, 'bulk/take-not-permitted']);
  },
);

const RADIUS = `--\n-- PostgreSQL database dump\n--\n
COPY public.nas (id, nasname, shortname, type, secret, description) FROM stdin;
1\t10.60.0.1\tbras-west\tother\tshared-secret\tRADIUS Client
\\.
COPY public.radgroupcheck (id, groupname, attribute, op, value) FROM stdin;
1\thome-20\tSimultaneous-Use\t:=\t2
\\.
COPY public.radgroupreply (id, groupname, attribute, op, value) FROM stdin;
1\thome-20\tMikrotik-Rate-Limit\t=\t10M/20M
2\thome-20\tFramed-Pool\t=\tpppoe-pool
3\thome-20\tSession-Timeout\t=\t86400
4\thome-20\tIdle-Timeout\t=\t600
5\tslow\tWISPr-Bandwidth-Max-Down\t=\t1000000
6\tslow\tWISPr-Bandwidth-Max-Up\t=\t500000
\\.
COPY public.radusergroup (id, username, groupname, priority) FROM stdin;
1\twanjiku\thome-20\t1
2\tOTIENO\tslow\t1
3\totieno\tslow\t1
\\.
COPY public.radcheck (id, username, attribute, op, value) FROM stdin;
1\twanjiku\tCleartext-Password\t:=\tsecret99
2\tOTIENO\tCrypt-Password\t:=\t$1$abc$defghijklmnop
3\totieno\tCleartext-Password\t:=\tsecret98
\\.
COPY public.radacct (radacctid, acctsessionid, username, nasipaddress, acctstarttime, acctstoptime, acctsessiontime, acctinputoctets, acctoutputoctets, callingstationid, acctterminatecause, framedipaddress) FROM stdin;
1\t8000001\twanjiku\t10.60.0.1\tDAY1 22:00:00+03\tDAY2 02:00:00+03\t14400\t1000\t4000\tAA:BB:CC:00:11:22\tLost-Carrier\t100.64.1.9
2\t8000002\twanjiku\t10.60.0.1\tDAY2 08:00:00+03\t\\N\t60\t5\t5\tAA:BB:CC:00:11:22\t\t100.64.1.9
3\t8000003\twanjiku\t10.99.0.1\tDAY2 08:00:00+03\tDAY2 09:00:00+03\t3600\t7\t7\t\tUser-Request\t
4\t8000004\tghost\t10.60.0.1\tDAY2 08:00:00+03\tDAY2 09:00:00+03\t3600\t7\t7\t\tUser-Request\t
\\.
`;

test(
  'FreeRADIUS: groups become packages, history becomes sessions and usage by day once; collisions and hashes are listed (operators 8)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
    const dump = RADIUS.replaceAll('DAY1', day(41)).replaceAll('DAY2', day(40));
    const id = await run(site, dump, 'radius.sql');
    expect(await rowsOf(site, id)).toEqual([
      ['newRouter', 'bras-west', 'done', 'bulk/secret-short'],
      ['newPool', 'pppoe-pool', 'done'],
      ['newPackage', 'home-20', 'done', 'bulk/left-out Session-Timeout 86400'],
      ['newPackage', 'slow', 'done'],
      ['newCustomer', 'wanjiku', 'done'],
      ['newCustomer', 'OTIENO', 'failed', 'bulk/password-hashed'],
      ['newCustomer', 'otieno', 'failed', 'bulk/username-twice otieno'],
      ['usage', 'wanjiku (2)', 'done', 'bulk/router-unknown 10.99.0.1'],
      ['usage', 'ghost (1)', 'failed', 'bulk/line-unknown'],
    ]);
    const packages =
      await site.query(`select p.name, p.down_bps::int, p.up_bps::int, p.sessions, p.idle_timeout_seconds as idle, o.router_pool
      from lastmile.package p left join lastmile.ip_pool o on o.id = p.pool_id where p.name in ('home-20', 'slow') order by p.name`);
    expect(packages).toEqual([
      { name: 'home-20', down_bps: 20_000_000, up_bps: 10_000_000, sessions: 2, idle: 600, router_pool: 'pppoe-pool' },
      { name: 'slow', down_bps: 1_000_000, up_bps: 500_000, sessions: 0, idle: null, router_pool: null },
    ]);
    const history = async (): Promise<readonly Record<string, unknown>[]> =>
      await site.query(
        `select d.day::text, d.octets_in::int, d.octets_out::int, d.seconds from lastmile.usage_day d order by day`,
      );
    expect(await history()).toEqual([
      { day: day(41), octets_in: 500, octets_out: 2000, seconds: 7200 },
      { day: day(40), octets_in: 500, octets_out: 2000, seconds: 7200 },
    ]);
    const sessions =
      await site.query(`select s.acct_session_id, s.end_cause, s.mac::text, host(s.ipv4) as ipv4, n.name, s.tableoid::regclass::text as home
      from lastmile.line_session s join lastmile.nas n on n.id = s.nas_id`);
    expect(sessions).toMatchObject([
      {
        acct_session_id: '8000001',
        end_cause: 'lostCarrier',
        mac: 'aa:bb:cc:00:11:22',
        ipv4: '100.64.1.9',
        name: 'bras-west',
      },
    ]);
    expect(sessions[0]!['home']).not.toContain('default');
    expect(await site.query('select host(address) as address from lastmile.address_use')).toEqual([
      { address: '100.64.1.9' },
    ]);
    await run(site, dump, 'radius.sql');
    expect(await history()).toHaveLength(2);
    expect((await history())[0]).toMatchObject({ octets_in: 500, seconds: 7200 });
  },
);
