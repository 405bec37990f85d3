import type { DumpSource } from './dumpSheet.ts';
import { objectsAfter, objectsBefore } from './phpNuxObjects.ts';
import type { DumpRow } from './sqlDump.ts';

const HEADINGS = [
  ...['Customer code', 'Name', 'Kind', 'Phone', 'E-mail', 'Address', 'Latitude', 'Longitude'],
  ...['Package', 'Access type', 'Username', 'Password', 'Static IP', 'Status', 'Valid until'],
];

/** phpNuxBill: install/phpnuxbill.sql of its repository. A customer has one username; the latest recharge says what it has. */
export const phpNuxBill: DumpSource = {
  tables: [
    ...['tbl_customers', 'tbl_user_recharges', 'tbl_plans', 'tbl_bandwidth', 'tbl_pool', 'tbl_routers', 'tbl_voucher'],
  ],
  before: objectsBefore,
  after: objectsAfter,
  *sheet(tables) {
    yield HEADINGS;
    const recharges = new Map<string, DumpRow>();
    for (const recharge of tables.get('tbl_user_recharges') ?? []) {
      const of = recharge['customer_id'] ?? '';
      const before = recharges.get(of);
      if (!before || endOf(recharge) >= endOf(before)) recharges.set(of, recharge);
    }
    for (const customer of tables.get('tbl_customers') ?? [])
      yield cellsOf(customer, recharges.get(customer['id'] ?? ''));
  },
};

function cellsOf(customer: DumpRow, recharge: DumpRow | undefined): readonly string[] {
  const of = (name: string): string => customer[name] ?? '';
  const isHotspot = /hotspot/i.test(recharge?.['type'] ?? of('service_type'));
  const [latitude = '', longitude = ''] = of('coordinates').split(/[,;]\s*/);
  const address = [of('address'), of('ward'), of('subdistrict'), of('district'), of('city')]
    .filter((part) => part !== '')
    .join(', ');
  const pppoe = { username: of('pppoe_username') || of('username'), password: of('pppoe_password') || of('password') };
  const { username, password } = isHotspot ? { username: of('username'), password: of('password') } : pppoe;
  const line = recharge
    ? [recharge['namebp'] ?? '', isHotspot ? 'hotspot' : 'pppoe', username, password, of('pppoe_ip')]
    : ['', '', '', '', ''];
  return [
    `NUX-${of('id')}`,
    of('fullname') || of('username'),
    of('account_type') === 'Business' ? 'company' : 'person',
    of('phonenumber') === '0' ? '' : of('phonenumber'),
    of('email').includes('@') ? of('email') : '',
    address,
    ...[latitude, longitude],
    ...line,
    /^(?:banned|disabled|suspended|limited)$/i.test(of('status')) ? 'suspended' : 'active',
    recharge ? endOf(recharge) : '',
  ];
}

/** `2026-03-31 14:30:00`, which also orders them. */
function endOf({ expiration = '', time = '' }: DumpRow): string {
  return `${expiration} ${time}`.trim();
}
