import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ActorId, BranchId, TenantId, UserId } from '#shared/values/ids.ts';
import { fillBulk } from './bulkWorld.ts';
import { fillSubscriptions } from './subscriptionWorld.ts';
import { fillVouchers } from './voucherWorld.ts';

export interface WorldTenant {
  readonly tenant: TenantId;
  /** Stands in every text of this tenant's rows, so that it is recognised wherever it turns up. */
  readonly mark: string;
  readonly sessionIds: readonly string[];
  readonly setAsideIds: readonly string[];
}

/**
 * Several tenants full of rows that are made to be confused: users, branches, roles and alarms have the same ids in every
 * tenant (keys are per tenant), only the texts differ.
 */
export interface World {
  readonly tenants: readonly WorldTenant[];
  readonly branchIds: readonly BranchId[];
  readonly roleIds: readonly string[];
  readonly userIds: readonly UserId[];
  readonly actorIds: readonly ActorId[];
  readonly evidenceIds: readonly string[];
  readonly keys: readonly string[];
}

const at = `'2026-11-10'`;
const onCallPlan = JSON.stringify({
  steps: [{ afterMs: 0, targets: [{ kind: 'onCall', layer: 1 }], routes: [{ channel: 'push' }], delivery: 'all' }],
});
const webhookRequest = JSON.stringify({
  ...{
    method: 'POST',
    url: 'https://hook.test',
    headers: [],
    secretHeaders: [],
    body: { kind: 'none' },
    signed: false,
  },
});

export async function createWorld(client: pg.Client, tenantCount: number): Promise<World> {
  const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
  const world = {
    branchIds: ids(3).map((id) => BranchId.parse(id)),
    roleIds: ids(2),
    userIds: ids(4).map((id) => UserId.parse(id)),
    actorIds: ids(8).map((id) => ActorId.parse(id)),
    evidenceIds: ids(4),
    keys: Array.from({ length: 6 }, (_, index) => `shared-key-${index}`),
  };
  const tenants: WorldTenant[] = [];
  for (let index = 0; index < tenantCount; index++) {
    const tenant = {
      tenant: TenantId.parse(randomUUID()),
      mark: `mark-${index}-`,
      sessionIds: ids(4),
      setAsideIds: ids(2),
    };
    await fill(client, { ...world, tenants }, tenant);
    tenants.push(tenant);
  }
  await client.query(witness);
  return { ...world, tenants };
}

async function fill(
  client: pg.Client,
  world: World,
  { tenant: t, mark, sessionIds, setAsideIds }: WorldTenant,
): Promise<void> {
  const insert = (table: string, columns: string, values: readonly unknown[]): Promise<unknown> =>
    client.query(
      `insert into lastmile.${table} (tenant_id, ${columns}) values ($1, ${values.map((_, index) => `$${index + 2}`).join(', ')})`,
      [t, ...values],
    );
  await client.query(`insert into lastmile.tenant values ($1, $2, $2, 'KE', 'KES', 'Africa/Nairobi', ${at})`, [
    t,
    `${mark}slug`,
  ]);
  await insert('tenant_log', 'head', [world.actorIds.length]);
  for (const [n, id] of world.branchIds.entries())
    await insert('branch', 'id, name, time_zone, created_at', [id, `${mark}branch-${n}`, 'UTC', '2026-11-10']);
  for (const [n, id] of world.roleIds.entries())
    await insert('role', 'id, name, permissions', [
      id,
      `${mark}role-${n}`,
      ['user.manage', 'role.manage', 'alarm.view'],
    ]);
  for (const [n, id] of world.userIds.entries()) {
    await insert('app_user', 'id, email, name, role_id, password_hash, created_at', [
      id,
      `${n}@${mark}.test`,
      `${mark}user-${n}`,
      world.roleIds[n % 2],
      `${mark}hash`,
      '2026-11-10',
    ]);
    if (n > 1) await insert('user_branch', 'user_id, branch_id', [id, world.branchIds[n % 3]]);
    const token = createHash('sha256').update(`${mark}${n}`).digest();
    await insert('session', 'id, user_id, token_hash, created_at, expires_at, last_seen_at', [
      sessionIds[n],
      id,
      token,
      '2026-11-10',
      '2030-01-01',
      '2026-11-10',
    ]);
  }
  for (const [n, id] of world.userIds.entries()) {
    await insert('user_totp', 'user_id, secret, created_at, confirmed_at', [
      id,
      Buffer.from(`${mark}secret`),
      '2026-11-10',
      '2026-11-10',
    ]);
    const hash = createHash('sha256').update(`${mark}code-${n}`).digest();
    await insert('recovery_code', 'user_id, code_hash', [id, hash]);
    await insert('passkey', 'id, user_id, credential_id, public_key, counter, transports, synced, name, created_at', [
      sessionIds[n],
      id,
      `${mark}credential-${n}`,
      hash,
      0,
      [],
      false,
      `${mark}passkey`,
      '2026-11-10',
    ]);
    await insert('pending_login', 'id, user_id, step, token_hash, created_at, expires_at', [
      sessionIds[n],
      id,
      'second-factor',
      hash,
      '2026-11-10',
      '2030-01-01',
    ]);
    await insert(
      'access_token',
      'id, kind, name, hint, token_hash, created_by, permissions, all_branches, created_at',
      [sessionIds[n], n % 2 ? 'api' : 'wall', `${mark}token`, 'lm_', hash, id, ['alarm.view'], n > 1, '2026-11-10'],
    );
    if (n < 2) await insert('access_token_branch', 'token_id, branch_id', [sessionIds[n], world.branchIds[n]]);
  }
  await insert('nas_backup_schedule', 'every_hours, kept_days, changed_at', [24, 365, '2026-11-10']);
  for (const [n, id] of world.actorIds.entries()) {
    const state = n % 3 === 0 ? 'cleared' : 'raised';
    await insert(
      'alarm',
      'id, version, state, source, cause, severity, text, branch_id, episode, occurrences, raised_at, last_occurred_at, cleared_at',
      [
        id,
        1,
        state,
        `${mark}source-${n}`,
        'cause',
        'major',
        `${mark}text`,
        world.branchIds[n % 3],
        1,
        1,
        '2026-11-10',
        '2026-11-10',
        state === 'cleared' ? '2026-11-11' : null,
      ],
    );
    await insert(
      'nas',
      'id, version, name, branch_id, vendor, address, port, security, username, password, radius_secret, attribution, site, notes, monitored, maintenance, commands_per_second, created_at, changed_at',
      [
        id,
        1,
        `${mark}router-${n}`,
        world.branchIds[n % 3],
        'vendor',
        `${mark}address-${n}`,
        8729,
        'pinned',
        `${mark}user`,
        Buffer.from(`${mark}sealed`),
        Buffer.from(`${mark}sealed`),
        'address',
        `${mark}site`,
        '',
        true,
        false,
        20,
        '2026-11-10',
        '2026-11-10',
      ],
    );
    await insert('nas_backup', 'id, nas_id, taken_at, seen_at, reason, content, sha256, lines, bytes', [
      id,
      id,
      '2026-11-10',
      '2026-11-10',
      'schedule',
      `${mark}text`,
      createHash('sha256').update(mark).digest(),
      1,
      9,
    ]);
    await insert('nas_backup_turn', 'nas_id, next_at, failures, trouble', [id, '2026-11-11', 1, `${mark}trouble`]);
    await insert('nas_new_login', 'nas_id, username, password, made_at', [
      id,
      `${mark}user`,
      Buffer.from(`${mark}sealed`),
      '2026-11-10',
    ]);
    await insert(
      'customer',
      'id, version, number, code, kind, name, name_key, phones, email, address, branch_id, labels, notes, created_at, changed_at, archived_at',
      [
        ...[id, 1, n + 1, `${mark}code-${n}`, 'person', `${mark}customer`, `${mark}customer`, [`${mark}phone`]],
        ...[`${mark}email`, `${mark}address`, world.branchIds[n % 3], [`${mark}label`], `${mark}notes`, '2026-11-10'],
        ...['2026-11-10', n % 4 === 3 ? '2026-11-11' : null],
      ],
    );
    await insert('customer_document', 'id, customer_id, name, type, size, sha256, content, added_by, added_at', [
      ...[id, id, `${mark}document`, 'image/png', mark.length, createHash('sha256').update(mark).digest()],
      ...[Buffer.from(mark), world.userIds[0], '2026-11-10'],
    ]);
    for (const key of [`${mark}customer`, 'customer', '#label'])
      await insert('search_key', 'key, kind, object_id, customer_id, branch_id', [
        ...[key, 'customer', id, id, world.branchIds[n % 3]],
      ]);
    await insert(
      'ip_pool',
      'id, wire_id, version, name, family, kind, purpose, firsts, lasts, hold_seconds, notes, created_at, changed_at',
      [
        ...[id, 1 + world.tenants.length * 100 + n, 1, `${mark}pool-${n}`, 4, 'server', 'subscribers'],
        ...[[`10.${n}.0.1`], [`10.${n}.0.9`], 60, `${mark}notes`, '2026-11-10', '2026-11-10'],
      ],
    );
    await insert('ip_pool_nas', 'pool_id, nas_id', [id, id]);
    await insert('ip_pool_claim', 'pool_id, ordinal, addresses, nas_id', [id, 0, `[10.${n}.0.1,10.${n}.0.9]`, id]);
    await insert(
      'package',
      'id, version, name, description, access_types, down_bps, up_bps, priority, profiles, quota_counts, cycle_unit, cycle_count, sessions, session_policy, pool_id, interim_seconds, grace_ms, on_expiry, price_minor, currency, created_at, changed_at',
      [
        ...[id, 1, `${mark}package-${n}`, `${mark}description`, ['pppoe'], 20_000_000, 5_000_000, 8, '[]', 'total'],
        ...['month', 1, 1, 'newestWins', id, 300, 0, 'walledGarden', 100_000, 'KES', '2026-11-10', '2026-11-10'],
      ],
    );
    await insert('deadline', 'kind, actor_id, name, due_at, shard', ['alarm', id, 'shelving', '2026-11-12', n]);
    await insert('event', 'position, kind, actor_id, version, type, v, data, at', [
      n + 1,
      'alarm',
      id,
      1,
      'alarm.raised',
      1,
      JSON.stringify({ text: `${mark}event` }),
      '2026-11-10',
    ]);
  }
  for (const [n, id] of world.actorIds.entries()) {
    await insert('on_call_rota', 'id, version, name, branch_id, time_zone, layers, created_at', [
      ...[id, 1, `${mark}rota-${n}`, world.branchIds[n % 3], 'UTC', '[]', '2026-11-10'],
    ]);
    await insert('escalation_policy', 'id, version, position, name, enabled, severities, branches, plan, created_at', [
      ...[id, 1, n, `${mark}policy-${n}`, true, ['critical'], [], onCallPlan, '2026-11-10'],
    ]);
    await insert('notice_webhook', 'id, version, name, request, created_at', [
      ...[id, 1, `${mark}webhook-${n}`, webhookRequest, '2026-11-10'],
    ]);
  }
  await insert('tenant_number', 'kind, last', ['customer', world.actorIds.length]);
  for (const id of world.evidenceIds)
    await insert('evidence', 'id, kind, bytes, received_at', [
      id,
      'test',
      Buffer.from(`${mark}evidence`),
      '2026-11-10',
    ]);
  for (const key of world.keys.slice(0, 3))
    await insert('command', 'key, hash, answer, at', [
      key,
      Buffer.alloc(32),
      JSON.stringify({ ok: false, code: 'test/x', message: `${mark}answer` }),
      '2026-11-10',
    ]);
  for (const id of setAsideIds) {
    const envelope = {
      address: { tenant: t, kind: 'alarm', id: world.actorIds[0] },
      key: `${mark}key`,
      command: { type: 'alarm.clear' },
      caller: { kind: 'system', name: 'test' },
      deadlineAt: 0,
    };
    await insert('set_aside', 'id, kind, actor_id, envelope, error, set_aside_at', [
      id,
      'alarm',
      world.actorIds[0],
      envelope,
      `${mark}error`,
      '2026-11-10',
    ]);
  }
  for (const [n, id] of world.actorIds.entries()) {
    const [user, other] = [world.userIds[n % 2], world.userIds[2]];
    await insert(
      'invitation',
      'id, email, name, role_id, all_branches, token_hash, invited_by, created_at, sent_at, expires_at',
      [
        ...[id, `new-${n}@${mark}.test`, `${mark}invited`, world.roleIds[0], false, linkHash(mark, id), user],
        ...['2026-11-10', '2026-11-10', '2030-01-01'],
      ],
    );
    await insert('invitation_branch', 'invitation_id, branch_id', [id, world.branchIds[n % 3]]);
    await insert('user_link', 'id, user_id, kind, token_hash, issued_by, created_at, expires_at', [
      ...[id, user, 'reset', linkHash(mark, id), other, '2026-11-10', '2030-01-01'],
    ]);
    const ended = n % 2 === 1;
    await insert(
      'approval',
      'id, version, state, act, permission, subject_kind, subject_id, branch_id, amount, payload, subject_name, details, reason, requested_by, requested_at, expires_at, ended_at',
      [
        ...[
          id,
          1,
          ended ? 'withdrawn' : 'requested',
          'nas.reboot',
          'nas.operate',
          'nas',
          id,
          world.branchIds[n % 3],
          1,
        ],
        ...[{ note: `${mark}payload` }, `${mark}subject`, {}, `${mark}reason`, user, '2026-11-10', '2030-01-01'],
        ended ? '2026-11-11' : null,
      ],
    );
    await insert('limit_use', 'id, user_id, act, amount, subject_id, branch_id, at', [
      ...[id, user, 'alarm.view', 1, id, world.branchIds[n % 3], '2026-11-10'],
    ]);
  }
  await insert('follower', 'name, position', ['views', 3]);
  await insert('alarm_source', 'id, name, address, hostname, branch_id, created_at', [
    randomUUID(),
    `${mark}source`,
    `10.0.0.${world.tenants.length + 1}`,
    `host-${world.tenants.length + 1}`,
    world.branchIds[0],
    '2026-11-10',
  ]);
  await fillVouchers(client, t, mark, world);
  await fillSubscriptions(client, t, mark, world);
  await fillBulk(client, t, mark, world);
}

/** Of the link with this id; nobody else's. */
export function linkHash(mark: string, id: string): Buffer {
  return createHash('sha256').update(`${mark}${id}`).digest();
}

/** Notes in a setting of the transaction whose rows were written, whatever role wrote them. */
const witness = `
  create function lastmile.witness() returns trigger language plpgsql as $$
  begin
    perform set_config('test.touched', coalesce(current_setting('test.touched', true), '') || ' ' || coalesce(new.tenant_id, old.tenant_id)::text
      || case when old.tenant_id is distinct from new.tenant_id and tg_op = 'UPDATE' then ' ' || old.tenant_id::text else '' end, true);
    return null;
  end $$;
  do $$
  declare t text;
  begin
    for t in select c.relname from pg_class c where c.relnamespace = 'lastmile'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
    loop
      execute format('create trigger witness after insert or update or delete on lastmile.%I for each row execute function lastmile.witness()', t);
    end loop;
  end $$;`;
