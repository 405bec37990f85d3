/**
 * What each role may do to each table, and through which policies. Written out a second time on purpose: a migration that
 * grants more has to say so here.
 */
export interface ExpectedTable {
  readonly app: string;
  readonly system: string;
  /** `name command role`, sorted. */
  readonly policies: readonly string[];
}

const tenantOnly = 'tenant_only all lastmile_app';
const system = (...acts: readonly string[]): string[] => acts.map((act) => `system_${act} ${act} lastmile_system`);
const notSuspended = 'not_suspended select lastmile_system';
const owner = (act: string): string => `upkeep ${act} lastmile_owner`;

export const expectedTables: Readonly<Record<string, ExpectedTable>> = {
  access_token: {
    app: 'delete insert select update(last_used_at) update(last_used_from)',
    system: 'select',
    policies: [...system('select'), tenantOnly],
  },
  access_token_branch: {
    app: 'delete insert select',
    system: 'select',
    policies: [...system('select'), tenantOnly],
  },
  login_throttle: {
    app: '',
    system: 'delete insert select update(failures) update(last_at) update(locked_until)',
    policies: [],
  },
  passkey: {
    app: 'delete insert select update(counter) update(last_used_at) update(name) update(synced)',
    system: 'select',
    policies: [...system('select'), tenantOnly],
  },
  passkey_challenge: { app: '', system: 'delete insert select', policies: [] },
  pending_login: {
    app: 'delete insert select update(failures)',
    system: 'delete select',
    policies: [...system('delete', 'select'), tenantOnly],
  },
  recovery_code: { app: 'delete insert select update(used_at)', system: '', policies: [tenantOnly] },
  user_totp: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  accounting_record: {
    app: 'select',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  accounting_record_default: { app: '', system: '', policies: [owner('all')] },
  accounting_loss: {
    app: 'select update(note) update(noted_at) update(noted_by)',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  accounting_set_aside: {
    app: 'select update(outcome) update(settled_at) update(tried_at) update(tried_error)',
    system: 'insert select update(outcome) update(settled_at) update(tried_at) update(tried_error)',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  address_use: {
    app: 'select',
    system: 'insert select update(until_at)',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  address_use_default: { app: '', system: '', policies: [owner('all')] },
  journal_place: { app: '', system: 'insert select update', policies: [] },
  line_session: {
    app: 'select',
    system: 'insert select update',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  line_session_default: { app: '', system: '', policies: [owner('all')] },
  reject: {
    app: 'select',
    system: 'insert select update',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  reject_default: { app: '', system: '', policies: [owner('all')] },
  static_line: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  static_meter: {
    app: 'select',
    system: 'insert select update',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  usage_day: {
    app: 'select',
    system: 'insert select update',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  usage_day_default: { app: '', system: '', policies: [owner('all')] },
  usage_hour: {
    app: 'select',
    system: 'insert select update',
    policies: [...system('insert', 'select', 'update'), tenantOnly],
  },
  usage_period: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  alarm: { app: 'insert select update', system: '', policies: [tenantOnly] },
  alarm_source: { app: 'delete insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  app_user: {
    app: 'insert select update',
    system: 'insert select',
    policies: [notSuspended, ...system('insert', 'select'), tenantOnly],
  },
  approval: {
    app: 'insert select update',
    system: 'select(id) select(state) select(tenant_id)',
    policies: [...system('select'), tenantOnly],
  },
  approval_outcome: { app: 'insert select', system: '', policies: [tenantOnly] },
  branch: {
    app: 'insert select update',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  command: {
    app: 'delete insert select',
    system: 'delete select',
    policies: ['own_transaction_only delete lastmile_app', ...system('delete', 'select'), tenantOnly],
  },
  customer: { app: 'insert select update', system: '', policies: [tenantOnly] },
  customer_label: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  customer_document: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  ip_pool: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  ip_pool_claim: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  ip_pool_nas: { app: 'delete insert select', system: 'select', policies: [...system('select'), tenantOnly] },
  package: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  search_key: { app: 'delete insert select update(branch_id) update(customer_id)', system: '', policies: [tenantOnly] },
  tenant_number: { app: 'insert select update', system: '', policies: [tenantOnly] },
  deadline: { app: 'delete insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  device_intent: { app: 'insert select update', system: '', policies: [tenantOnly] },
  dropped_partition: { app: 'select', system: 'select', policies: [] },
  escalation: { app: 'insert select update', system: '', policies: [tenantOnly] },
  escalation_policy: { app: 'insert select update', system: '', policies: [tenantOnly] },
  event: { app: 'insert select', system: 'select', policies: [...system('select'), tenantOnly] },
  event_default: { app: '', system: '', policies: [owner('all')] },
  event_seal: {
    app: 'select',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly, owner('select')],
  },
  evidence: { app: 'insert select', system: '', policies: [tenantOnly] },
  evidence_default: { app: '', system: '', policies: [owner('all')] },
  follower: {
    app: 'insert select update(position)',
    system: 'select',
    policies: [...system('select'), tenantOnly, owner('select')],
  },
  invitation: {
    app: 'insert select update',
    system: 'select(tenant_id) select(token_hash)',
    policies: [...system('select'), tenantOnly],
  },
  invitation_branch: { app: 'insert select', system: '', policies: [tenantOnly] },
  limit_use: { app: 'insert select', system: '', policies: [tenantOnly] },
  notice: { app: 'insert select update', system: '', policies: [tenantOnly] },
  notice_contact: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  notice_webhook: { app: 'insert select update', system: '', policies: [tenantOnly] },
  on_call_cover: { app: 'insert select update', system: '', policies: [tenantOnly] },
  on_call_rota: { app: 'insert select update', system: '', policies: [tenantOnly] },
  push_device: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  push_identity: { app: 'insert select', system: '', policies: [tenantOnly] },
  role: {
    app: 'delete insert select update',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  hotspot: { app: 'insert select update', system: '', policies: [tenantOnly] },
  voucher: {
    app: 'insert select update(first_used_at) update(macs) update(policy_version) update(sold_at) update(used_bytes) update(used_up_at) update(valid_until) update(void_id) update(voided_at)',
    system: '',
    policies: [tenantOnly],
  },
  automatic_cut: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  brake_rules: { app: 'insert select update', system: '', policies: [tenantOnly] },
  bulk_chosen: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  bulk_file: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  bulk_job: {
    app: 'insert select update',
    system: 'select(id) select(state) select(tenant_id)',
    policies: [...system('select'), tenantOnly],
  },
  bulk_row: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  voucher_batch: { app: 'insert select update', system: '', policies: [tenantOnly] },
  voucher_key: { app: 'insert select', system: '', policies: [tenantOnly] },
  maintenance: { app: 'insert select update', system: '', policies: [tenantOnly] },
  sample: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  sample_default: { app: '', system: '', policies: [owner('all')] },
  sample_five: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  sample_five_default: { app: '', system: '', policies: [owner('all')] },
  sample_hour: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  sample_hour_default: { app: '', system: '', policies: [owner('all')] },
  sample_late: { app: 'delete insert select', system: '', policies: [tenantOnly] },
  sample_metric: { app: 'insert select', system: '', policies: [tenantOnly] },
  sample_object: { app: 'insert select', system: '', policies: [tenantOnly] },
  sample_retention: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  sample_rollup: { app: 'insert select update', system: '', policies: [tenantOnly] },
  saved_view: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  nas: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  nas_backup: { app: 'delete insert select update(seen_at)', system: '', policies: [tenantOnly] },
  nas_backup_schedule: { app: 'insert select update', system: '', policies: [tenantOnly] },
  nas_radius: {
    app: 'insert select update',
    system: 'select(counters_reversed_from) select(counters_reversed_until) select(nas_id)',
    policies: [...system('select'), tenantOnly],
  },
  radius_template: { app: 'insert select', system: '', policies: [tenantOnly] },
  nas_backup_turn: { app: 'insert select update', system: '', policies: [tenantOnly] },
  nas_new_login: { app: 'delete insert select update', system: '', policies: [tenantOnly] },
  node: { app: '', system: 'delete insert select update(seen_until)', policies: [] },
  schema_migration: { app: '', system: 'select', policies: [] },
  session: {
    app: 'delete insert select update',
    system: 'delete insert select update(expires_at) update(last_seen_at)',
    policies: [notSuspended, ...system('delete', 'insert', 'select', 'update'), tenantOnly],
  },
  subscription: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  subscription_rules: { app: 'insert select update', system: 'select', policies: [...system('select'), tenantOnly] },
  set_aside: {
    app: 'insert select update(discarded_at) update(retried_at)',
    system: 'select',
    policies: [...system('select'), tenantOnly],
  },
  setup_link: { app: '', system: 'delete insert select update(used_at)', policies: [] },
  shard_lease: {
    app: 'select update(epoch)',
    system: 'select update(epoch) update(expires_at) update(incarnation) update(node)',
    policies: [
      'owners_change all lastmile_system',
      'writers_lock update lastmile_app',
      'writers_read select lastmile_app',
    ],
  },
  tenant: {
    app: 'select update(country) update(currency) update(name) update(policies) update(suspended_at) update(time_zone)',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  tenant_log: {
    app: 'select update(head)',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
  user_link: {
    app: 'delete insert select update(expires_at) update(token_hash) update(used_at)',
    system: 'select(tenant_id) select(token_hash)',
    policies: [...system('select'), tenantOnly],
  },
  user_branch: {
    app: 'delete insert select',
    system: 'insert select',
    policies: [...system('insert', 'select'), tenantOnly],
  },
};

/** Tables that hold nothing of a tenant. */
export const tablesWithoutTenant = [
  'dropped_partition',
  'journal_place',
  'login_throttle',
  'node',
  'passkey_challenge',
  'schema_migration',
  'setup_link',
  'shard_lease',
] as const;

/** Functions that run with the owner's rights, and who may call them. */
export const definerFunctions: Readonly<Record<string, string>> = {
  drop_accounting_partitions: 'lastmile_system',
  drop_partitions: 'lastmile_system',
  drop_sample_partitions: 'lastmile_system',
  ensure_accounting_partitions: 'lastmile_system',
  ensure_partitions: 'lastmile_system',
  ensure_sample_partitions: 'lastmile_system',
  stray_accounting: 'lastmile_system',
  stray_rows: 'lastmile_system',
  stray_samples: 'lastmile_system',
};
