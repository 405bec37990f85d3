import type { Cycle } from '#shared/package/values.ts';
import { rateText } from '../source/rateText.ts';
import type { SourceObject, SourceOf } from '../source/sourceObject.ts';
import type { DumpRow, DumpTables } from './sqlDump.ts';

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  mins: 60_000,
  hrs: 3_600_000,
  days: DAY_MS,
  months: 30 * DAY_MS,
  period: 30 * DAY_MS,
};
/** Of one batch. */
const MOST_CODES = 50_000;

/** Routers, pools and plans, in this order: pools name routers, plans name pools. */
export function* objectsBefore(tables: DumpTables): Generator<SourceObject> {
  for (const router of tables.get('tbl_routers') ?? []) yield routerOf(router);
  for (const pool of tables.get('tbl_pool') ?? []) yield poolOf(pool);
  const bandwidths = new Map((tables.get('tbl_bandwidth') ?? []).map((row) => [row['id'] ?? '', row]));
  for (const plan of tables.get('tbl_plans') ?? [])
    if (isSold(plan)) yield planOf(plan, bandwidths.get(plan['id_bw'] ?? ''));
}

/** Codes that nobody has used: status 0. */
export function* objectsAfter(tables: DumpTables): Generator<SourceObject> {
  const codes = Map.groupBy(
    (tables.get('tbl_voucher') ?? []).filter(({ status = '0', code = '' }) => status === '0' && code !== ''),
    ({ id_plan: plan = '' }) => plan,
  );
  for (const plan of tables.get('tbl_plans') ?? []) {
    const mine = codes.get(plan['id'] ?? '') ?? [];
    for (let from = 0; from < mine.length; from += MOST_CODES) {
      const name = plan['name_plan'] ?? '';
      yield {
        what: 'vouchers',
        name: (from === 0 ? name : `${name} (${from / MOST_CODES + 1})`).slice(0, 80),
        package: name,
        validityMs: Math.max(60_000, number(plan['validity']) * (UNIT_MS[unitOf(plan)] ?? DAY_MS)),
        devices: Math.min(100, Math.max(1, number(plan['shared_users']))),
        price: number(plan['price']),
        codes: mine.slice(from, from + MOST_CODES).map(({ code = '' }) => code),
        left: [],
      };
    }
  }
}

/** What only fills a purse is no package. */
function isSold({ type = '', name_plan: name = '' }: DumpRow): boolean {
  return name !== '' && !/^balance$/i.test(type);
}

function routerOf(row: DumpRow): SourceOf<'router'> {
  const [address = '', port] = (row['ip_address'] ?? '').split(':');
  return {
    what: 'router',
    name: row['name'] ?? address,
    address,
    ...(port !== undefined && number(port) > 0 ? { port: number(port) } : {}),
    username: row['username'] ?? '',
    password: row['password'] ?? '',
    notes: row['description'] ?? '',
    left: [],
  };
}

function poolOf(row: DumpRow): SourceOf<'pool'> {
  const router = row['routers'] ?? '';
  return {
    what: 'pool',
    name: row['pool_name'] ?? '',
    ranges: (row['range_ip'] ?? '')
      .split(',')
      .map((range) => range.trim())
      .filter((range) => range !== ''),
    // `radius` is no router: pools of its own RADIUS server hold for all of them.
    routers: router === '' || /^radius$/i.test(router) ? [] : [router],
    left: [],
  };
}

function planOf(plan: DumpRow, bandwidth: DumpRow | undefined): SourceOf<'package'> {
  const left: string[] = [];
  const rate =
    bandwidth && rateText(`${rateOf(bandwidth, 'up')}/${rateOf(bandwidth, 'down')} ${bandwidth['burst'] ?? ''}`);
  const isLimited = /^limited$/i.test(plan['typebp'] ?? '');
  const limit = plan['limit_type'] ?? '';
  if (isLimited && /^(?:time|both)/i.test(limit))
    left.push(`time_limit ${plan['time_limit'] ?? ''} ${plan['time_unit'] ?? ''}`);
  const quota = isLimited && /^(?:data|both)/i.test(limit) ? bytesOf(plan) : undefined;
  const cycle = cycleOf(plan, left);
  if (bandwidth === undefined) left.push('id_bw');
  else if (!rate) left.push(`burst ${bandwidth['burst'] ?? ''}`);
  for (const name of ['pool_expired', 'list_expired'])
    if ((plan[name] ?? '') !== '') left.push(`${name} ${plan[name]}`);
  return {
    what: 'package',
    name: plan['name_plan'] ?? '',
    accessTypes: /^hotspot$/i.test(plan['type'] ?? '') ? ['hotspot'] : ['pppoe'],
    ...rate,
    priority: rate?.priority ?? 8,
    ...(quota === undefined ? {} : { quotaBytes: quota }),
    cycle,
    sessions: Math.min(1000, number(plan['shared_users']) || 1),
    ...((plan['pool'] ?? '') === '' ? {} : { pool: plan['pool']! }),
    price: number(plan['price']),
    left,
  };
}

function rateOf(bandwidth: DumpRow, way: 'up' | 'down'): string {
  const unit = /^m/i.test(bandwidth[`rate_${way}_unit`] ?? '') ? 'M' : 'k';
  return `${number(bandwidth[`rate_${way}`])}${unit}`;
}

function bytesOf(plan: DumpRow): number | undefined {
  const bytes = number(plan['data_limit']) * (/^g/i.test(plan['data_unit'] ?? '') ? 1024 ** 3 : 1024 ** 2);
  return bytes >= 1_000_000 ? bytes : undefined;
}

/** Hours that are no whole days last the day: a cycle is counted in days. */
function cycleOf(plan: DumpRow, left: string[]): Cycle {
  const [count, unit] = [Math.max(1, number(plan['validity'])), unitOf(plan)];
  if (unit === 'months' || unit === 'period') return { unit: 'month', count: Math.min(1000, count) };
  const days = (count * (UNIT_MS[unit] ?? DAY_MS)) / DAY_MS;
  if (!Number.isInteger(days)) left.push(`validity ${count} ${plan['validity_unit'] ?? ''}`);
  return { unit: 'day', count: Math.min(1000, Math.ceil(days)) };
}

function unitOf(plan: DumpRow): string {
  return (plan['validity_unit'] ?? '').toLowerCase();
}

function number(text = ''): number {
  const value = Number(text.replaceAll(/[\s,]/g, ''));
  return Number.isFinite(value) && value > 0 ? value : 0;
}
