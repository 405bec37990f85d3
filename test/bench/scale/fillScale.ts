import type pg from 'pg';
import type { TenantId } from '#shared/values/ids.ts';
import { seedTenant } from '../../support/seedTenant.ts';
import { withClient } from '../../support/withClient.ts';
import { fillCustomers } from '../customersBenchFill.ts';
import { fillSubscriptions } from '../fillSubscriptions.ts';
import { fillEvents } from './fillEvents.ts';
import { fillSessions, ROUTERS, routerId } from './fillSessions.ts';
import { fillVouchers } from './fillVouchers.ts';
import { withoutIndexes } from './withoutIndexes.ts';

export interface Scale {
  readonly subscriptions: number;
  readonly records: number;
}

/** One company with everything; each part follows from numbers, so that two runs have the same rows apart from ids. */
export async function fillScale(url: string, scale: Scale, report: (line: string) => void): Promise<void> {
  const began = performance.now();
  const { tenant, users } = await seedTenant({ superuserUrl: url });
  const done = (what: string): void => report(`${Math.round((performance.now() - began) / 1000)} s: ${what}`);
  await withClient(url, async (client) => {
    await client.query(`set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
    await client.query('set session_replication_role = replica');
    await withoutIndexes(client, ['search_key'], async () => fillCustomers(client, tenant, scale.subscriptions));
    await client.query('create unique index on filled (n); analyze filled');
    done('customers and their search keys');
    await fillSubscriptions(client, tenant);
    done('subscriptions');
    await fillRouters(client, tenant);
    await fillSessions(client, tenant, { lines: scale.subscriptions, records: scale.records, now: Date.now() }, done);
    await fillVouchers(client, tenant, users[0]);
    await fillEvents(client, tenant, users[0], scale.subscriptions * 4);
    done('routers, vouchers and events');
    await client.query('vacuum analyze');
    done('vacuum analyze');
  });
}

async function fillRouters(client: pg.Client, tenant: TenantId): Promise<void> {
  await client.query(
    `insert into lastmile.nas (tenant_id, id, version, name, branch_id, vendor, address, port, security, username, password,
       radius_secret, attribution, tunnel_address, site, notes, monitored, maintenance, commands_per_second, created_at, changed_at)
     select $1, ${routerId('n')}, 1, 'router-' || n, (select id from lastmile.branch where tenant_id = $1 order by id limit 1 offset n % 8),
       'mikrotik', '10.0.0.' || n, 8728, 'plain', 'lastmile', '', '', 'tunnel', inet '10.9.0.0' + n, '', '', true, false, 10, now(), now()
     from generate_series(0, ${ROUTERS - 1}) n`,
    [tenant],
  );
}
