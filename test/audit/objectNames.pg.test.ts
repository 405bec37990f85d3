import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alarmNames } from '#server/alarm/alarmFeature.ts';
import { alarmSourceNames } from '#server/alarmSource/alarmSourceFeature.ts';
import { createApprovalFeature } from '#server/approval/approvalFeature.ts';
import { createFeatures } from '#server/features.ts';
import { nodeHost } from '#server/platform/actors/nodeHost.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { FeatureContext, ObjectKeeper } from '#server/platform/feature.ts';
import { createMetrics } from '#server/platform/metrics/metrics.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { ActorId, type BranchId } from '#shared/values/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SeededTenant, seedTenant } from '../support/seedTenant.ts';
import { withClient } from '../support/withClient.ts';

let db: TestDatabase;
let tenant: SeededTenant;
let keepers: readonly ObjectKeeper[];

beforeAll(async () => {
  db = await createTestDatabase();
  tenant = await seedTenant(db);
  keepers = keepersOf(db);
});
afterAll(() => db[Symbol.asyncDispose]());

const stamp = '2026-01-01T00:00:00Z';
const alarm = { version: 1, state: 'raised', source: 'olt-1/gpon0', cause: 'los', severity: 'major', text: 'Loss' };
const stood = { episode: 1, occurrences: 1, raised_at: stamp, last_occurred_at: stamp };
const router = {
  ...{ version: 1, vendor: 'x', address: '10.0.0.1', port: 8729, security: 'plain', username: 'u', password: '\\x00' },
  ...{ radius_secret: '\\x00', attribution: 'address', site: '', notes: '', monitored: true, maintenance: false },
  ...{ commands_per_second: 20, created_at: stamp, changed_at: stamp },
};
const plan = { version: 1, time_zone: 'UTC', layers: '[]', created_at: stamp };
const hours = { planned_at: stamp, from_at: stamp, to_at: '2026-01-02T00:00:00Z', first_to_at: '2026-01-02T00:00:00Z' };
const window = {
  version: 1,
  state: 'planned',
  reason: '',
  impact: '',
  scope: '{}',
  notices: '[]',
  told: '[]',
  ...hours,
};
const asked = {
  ...{ version: 1, state: 'requested', permission: 'user.manage', subject_kind: 'user', amount: 1, payload: '{}' },
  ...{ details: '{}', reason: 'r', requested_at: stamp, expires_at: '2027-01-01T00:00:00Z' },
};
const sent = {
  ...{ version: 1, state: 'sending', subject_kind: 'alarm', routes: '[]', route: 0, text: '', attempts: 0, tries: 0 },
  requested_at: stamp,
};

describe('the audit log calls', () => {
  test.for([
    ['nas', 'nas', { ...router, name: 'core-1' }, 'core-1'],
    ['alarm', 'alarm', { ...alarm, ...stood }, 'olt-1/gpon0 · los'],
    [
      'alarmSource',
      'alarm_source',
      { name: 'OLT 1', address: '10.9.9.9', hostname: 'olt-1', created_at: stamp },
      'OLT 1',
    ],
    ['maintenance', 'maintenance', { ...window, title: 'New fibre' }, 'New fibre'],
    ['rota', 'on_call_rota', { ...plan, name: 'Nights' }, 'Nights'],
    [
      'escalationPolicy',
      'escalation_policy',
      {
        version: 1,
        position: 1,
        name: 'Criticals',
        enabled: true,
        severities: '{}',
        branches: '{}',
        plan: '{}',
        created_at: stamp,
      },
      'Criticals',
    ],
    ['notice', 'notice', { ...sent, subject_id: randomUUID(), title: 'OLT 1 is down' }, 'OLT 1 is down'],
    ['noticeWebhook', 'notice_webhook', { version: 1, name: 'Chat', request: '{}', created_at: stamp }, 'Chat'],
    [
      'approval',
      'approval',
      { ...asked, act: 'user.enable', subject_id: randomUUID(), subject_name: 'Otieno' },
      'user.enable · Otieno',
    ],
  ] as const)('%s by its name, and only in its own company', async ([kind, table, fields, name]) => {
    const id = await insert(table, kind === 'approval' ? { ...fields, requested_by: tenant.users[0] } : fields);
    const other = await seedTenant(db);
    const names = keepers.find(({ objectNames }) => objectNames?.[kind])!.objectNames![kind]!;
    expect([...(await names(tenant.tenant, [id, ActorId.parse(randomUUID())]))]).toEqual([[id, name]]);
    expect((await names(other.tenant, [id])).size).toBe(0);
  });

  test('tokens, saved views and invitations by theirs', async () => {
    const by = tenant.users[0];
    const token = await insert('access_token', {
      ...{ kind: 'api', name: 'Billing', hint: 'abcd', token_hash: `\\x${'07'.repeat(32)}`, created_by: by },
      ...{ permissions: '{}', all_branches: true, created_at: stamp },
    });
    const view = await insert('saved_view', {
      ...{ screen: 'alarms', name: 'Mine', owner_id: by, shared: true, state: '{}', changed_at: stamp },
    });
    expect(await nameOf('token', token)).toBe('Billing');
    expect(await nameOf('savedView', view)).toBe('Mine');
  });

  test('an intent by its act and its device, a cover by its rota, an escalation by its alarm', async () => {
    const device = await insert('nas', { ...router, name: 'edge-7', address: '10.0.0.7' });
    const intent = await insert('device_intent', {
      ...{ version: 1, state: 'requested', device_kind: 'nas', device_id: device, act: 'nas.reboot', input: '{}' },
      ...{ requested_at: stamp, attempts: 0, differences: '[]' },
    });
    expect(await nameOf('deviceIntent', intent)).toBe('nas.reboot · edge-7');
    const rota = await insert('on_call_rota', { ...plan, name: 'Weekends' });
    const cover = await insert('on_call_cover', {
      ...{ rota_id: rota, layer_id: 'l', state: 'offered', from_at: stamp, until_at: '2026-01-02T00:00:00Z', note: '' },
      ...{ created_by: tenant.users[0], created_at: stamp },
    });
    expect(await nameOf('cover', cover)).toBe('Weekends');
    const id = await insert('alarm', { ...alarm, ...stood, cause: 'fan' });
    expect(await nameOf('escalation', id)).toBe('olt-1/gpon0 · fan');
  });
});

describe('a branch holds', () => {
  test.for([
    ['nas', 'nas', { ...router, name: 'held', address: '10.0.0.99' }, { archived_at: stamp }],
    ['maintenance', 'maintenance', { ...window, title: 'held' }, { ended_at: stamp, state: 'cancelled' }],
    ['rota', 'on_call_rota', { ...plan, name: 'held' }, { archived_at: stamp }],
    [
      'approval',
      'approval',
      { ...asked, act: 'user.enable', subject_id: randomUUID(), subject_name: '' },
      { ended_at: stamp, state: 'expired' },
    ],
  ] as const)('%s until it has ended', async ([kind, table, fields, ended]) => {
    const [branch, other] = tenant.branches;
    const by = kind === 'approval' ? { requested_by: tenant.users[0] } : {};
    const id = await insert(table, { ...fields, ...by, branch_id: branch });
    expect(await countIn(branch, kind)).toBe(1);
    expect(await countIn(other, kind)).toBe(0);
    await withClient(db.superuserUrl, (client) =>
      client.query(
        `update lastmile.${table} set ${Object.entries(ended)
          .map(([column, value]) => `${column} = '${value}'`)
          .join(', ')} where id = $1`,
        [id],
      ),
    );
    expect(await countIn(branch, kind)).toBe(0);
  });
});

async function nameOf(kind: string, id: ActorId): Promise<string | undefined> {
  const keeper = keepers.find(({ objectNames }) => objectNames?.[kind])!;
  return (await keeper.objectNames![kind]!(tenant.tenant, [id])).get(id);
}

async function countIn(branch: BranchId, kind: string): Promise<number> {
  const content = await Promise.all(
    keepers.map(async (keeper) => (await keeper.branchContent?.(tenant.tenant, branch)) ?? []),
  );
  return content.flat().find((one) => one.kind === kind)!.count;
}

async function insert(table: string, fields: Readonly<Record<string, unknown>>): Promise<ActorId> {
  const id = ActorId.parse(randomUUID());
  const row = { tenant_id: tenant.tenant, id, ...fields };
  const places = Object.keys(row).map((_, index) => `$${index + 1}`);
  await withClient(db.superuserUrl, (client) =>
    client.query(
      `insert into lastmile.${table} (${Object.keys(row).join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    ),
  );
  return id;
}

/** As the product has them, none of them started. */
function keepersOf({ database }: TestDatabase): readonly ObjectKeeper[] {
  const names = { namesOf: () => Promise.reject(new Error('not asked for')), onNamesChanged: () => () => undefined };
  const shared = {
    database,
    clock: systemClock,
    names,
    tenants: () => [],
    fence: () => undefined,
    ask: () => Promise.reject(new Error('nobody is asked')),
  };
  const approvals = createApprovalFeature({ ...shared, newId: nodeHost.newId } as never);
  const context = {
    ...shared,
    host: nodeHost,
    approvals: approvals.approvals,
    secrets: createSecrets(loadKeyring('', [Buffer.alloc(32, 7).toString('base64')])),
    metrics: createMetrics(),
    mailer: { configured: false },
    system: { deadlines: { consult: () => undefined } },
    identity: { passwords: {}, sessions: {}, throttle: {} },
    config: {
      http: { host: '127.0.0.1', port: 80 },
      lab: { on: false },
      heartbeat: {},
      privateTargets: [],
      routers: { facingAddresses: [], ntpServers: [] },
      radius: { on: false },
    },
  } as unknown as FeatureContext;
  const others = [approvals, { objectNames: { alarm: alarmNames(database), alarmSource: alarmSourceNames(database) } }];
  return [...others, ...createFeatures(context, others)];
}
