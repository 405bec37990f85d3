import { expect, test } from 'vitest';
import { dumpRows } from '#server/bulk/dump/dumpSheet.ts';
import { freeRadius } from '#server/bulk/dump/freeRadius.ts';
import { phpNuxBill } from '#server/bulk/dump/phpNuxBill.ts';
import { dumpTables } from '#server/bulk/dump/sqlDump.ts';
import { guessColumns } from '#server/bulk/import/guessColumns.ts';
import { readRow } from '#server/bulk/import/readRow.ts';

function read(text: string, source: Parameters<typeof dumpRows>[1]) {
  const [heading, ...rows] = [...dumpRows(text, source)].filter(({ object }) => object === undefined);
  const columns = guessColumns(heading!.cells);
  expect(columns).not.toContain(null);
  return rows.map((row) => readRow(row, { headings: heading!.cells, columns, dateOrder: 'dmy', country: 'KE' }));
}

test.each([
  [
    "INSERT INTO `t` (`a`, `b`) VALUES (1,'it''s'),(2,'back\\'s\\n; \\\\ (x)');\n",
    [
      { a: '1', b: "it's" },
      { a: '2', b: "back's\n; \\ (x)" },
    ],
  ],
  [
    'CREATE TABLE `t` (\n  `a` int(11) NOT NULL,\n  `b` text,\n  PRIMARY KEY (`a`)\n) ENGINE=InnoDB;\nINSERT INTO `t` VALUES (1,NULL);\n',
    [{ a: '1' }],
  ],
  [
    "INSERT INTO other VALUES ('\nINSERT INTO `t` VALUES (9)');\nINSERT INTO\n    `t` (`a`)\nVALUES (\n        3\n    );",
    [{ a: '3' }],
  ],
  [
    "-- PostgreSQL database dump\nCOPY public.t (a, b) FROM stdin;\n1\tback\\\\slash\\ttab\n2\t\\N\n\\.\nINSERT INTO public.t (a, b) VALUES (3, 'c:\\dir');",
    [{ a: '1', b: 'back\\slash\ttab' }, { a: '2' }, { a: '3', b: 'c:\\dir' }],
  ],
])('rows of a dump: %j', (text, rows) => {
  expect(dumpTables(text, ['t']).get('t')).toEqual(rows);
});

test('a dump that ends in the middle of a text is damaged, not shorter', () => {
  expect(() => dumpTables("INSERT INTO `t` (`a`) VALUES ('never closed", ['t'])).toThrow('not closed');
});

test('phpNuxBill: customers with what their latest recharge gives them', () => {
  const lines = read(
    `INSERT INTO \`tbl_customers\` (\`id\`, \`username\`, \`password\`, \`pppoe_password\`, \`fullname\`, \`address\`, \`phonenumber\`, \`email\`, \`coordinates\`, \`service_type\`, \`account_type\`, \`status\`) VALUES
(7, 'wanjiku', 'portal1', 'ppp-secret', 'Wanjiku Kamau', 'Moi Ave', '0722123456', '1', '-1.28,36.82', 'PPPoE', 'Personal', 'Active'),
(8, 'duka', 'portal2', '', 'Duka Ltd', '', '0', 'duka@example.com', '', 'Hotspot', 'Business', 'Banned'),
(9, 'nobody', 'x', '', 'No Plan', '', '0', '1', '', 'Others', 'Personal', 'Active');
INSERT INTO \`tbl_user_recharges\` (\`id\`, \`customer_id\`, \`username\`, \`plan_id\`, \`namebp\`, \`recharged_on\`, \`expiration\`, \`time\`, \`status\`, \`type\`) VALUES
(1, 7, 'wanjiku', 1, 'Home 5', '2030-01-01', '2030-01-31', '14:30:00', 'off', 'PPPOE'),
(2, 7, 'wanjiku', 2, 'Home 10', '2031-02-01', '2031-02-28', '14:30:00', 'on', 'PPPOE'),
(3, 8, 'duka', 3, 'Hotspot day', '2031-02-01', '2031-02-02', '00:00:00', 'on', 'Hotspot');`,
    phpNuxBill,
  );
  expect(lines.map(({ problems }) => problems)).toEqual([[], [], []]);
  expect(lines.map(({ said }) => said)).toMatchObject([
    {
      customer: {
        code: 'NUX-7',
        name: 'Wanjiku Kamau',
        phones: ['+254722123456'],
        email: null,
        latitude: -1.28,
        kind: 'person',
      },
      subscription: {
        package: 'Home 10',
        accessType: 'pppoe',
        username: 'wanjiku',
        password: 'ppp-secret',
        validUntil: '2031-02-28 14:30',
      },
    },
    {
      customer: { code: 'NUX-8', kind: 'company', phones: [], email: 'duka@example.com' },
      subscription: {
        accessType: 'hotspot',
        username: 'duka',
        password: 'portal2',
        suspended: true,
        validUntil: '2031-02-02',
      },
    },
    { customer: { code: 'NUX-9', name: 'No Plan' } },
  ]);
  expect(lines[2]!.said.subscription).toBeUndefined();
});

test('FreeRADIUS and daloRADIUS: clear passwords serve CHAP, hashes do not and say so (operators 8)', () => {
  const lines = read(
    `--\n-- PostgreSQL database dump\n--\n
COPY public.radcheck (id, username, attribute, op, value) FROM stdin;
1\twanjiku\tCleartext-Password\t:=\tsecret99
2\twanjiku\tExpiration\t:=\t31 Dec 2031 23:00:00
3\twanjiku\tCalling-Station-Id\t==\tAA-BB-CC-00-11-22
4\totieno\tCrypt-Password\t:=\t$1$abc$defghijklmnop
5\totieno\tAuth-Type\t:=\tReject
\\.
COPY public.radreply (id, username, attribute, op, value) FROM stdin;
1\twanjiku\tFramed-IP-Address\t=\t100.64.3.7
2\totieno\tFramed-IP-Address\t=\t255.255.255.254
\\.
COPY public.radusergroup (id, username, groupname, priority) FROM stdin;
1\twanjiku\thome-20\t5
2\twanjiku\thome-10\t1
3\totieno\tdaloRADIUS-Disabled-Users\t0
4\totieno\tbiz\t1
\\.
COPY public.userinfo (id, username, firstname, lastname, email, mobilephone, company) FROM stdin;
1\twanjiku\tWanjiku\tKamau\tw@example.com\t0722123456\t
2\totieno\t\t\t\t\tOtieno Ltd
\\.
`,
    freeRadius,
  );
  expect(lines.map(({ said }) => said)).toMatchObject([
    {
      customer: { name: 'Wanjiku Kamau', phones: ['+254722123456'] },
      subscription: {
        package: 'home-10',
        password: 'secret99',
        hashed: false,
        macs: ['aa:bb:cc:00:11:22'],
        staticIpv4: '100.64.3.7',
        validUntil: '2031-12-31 23:00',
      },
    },
    {
      customer: { name: 'Otieno Ltd', kind: 'company' },
      subscription: { package: 'biz', hashed: true, suspended: true },
    },
  ]);
  expect(lines[1]!.said.subscription?.password).toBeUndefined();
});
