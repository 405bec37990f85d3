import { expect, test } from 'vitest';
import { xlsxRows } from '#server/bulk/file/xlsxReader.ts';
import { noc } from '../auth/freshProduct.ts';
import { loggedIn } from '../auth/testBrowser.ts';
import { startBulk } from './bulkProduct.ts';

/** Starts a database and a product. */
const SLOW_MS = 60_000;

test(
  'packages and sessions leave as CSV and XLSX with the filter of their list, to whoever may, and it is recorded (operators 18)',
  { timeout: SLOW_MS },
  async () => {
    await using site = await startBulk();
    const get = (path: string): Promise<Response> => site.owner.get(`/api/bulk/export/${path}`);
    const packages = await (await get('packages')).text();
    expect(packages.split('\r\n')[1]).toMatch(/^Business 50,.*,KES,$/);
    expect((await (await get('packages?archived=true')).text()).split('\r\n').filter(Boolean)).toHaveLength(1);
    const all = await (await get('sessions')).text();
    expect(all.split('\r\n').filter(Boolean)).toHaveLength(1201);
    // What a spreadsheet would take for a formula is none, and large counters are whole.
    expect(all.split('\r\n')[1]).toBe(
      "'=user0,BRAS-1,pppoe,100.64.0.7,,,,,,80,2027-01-15T08:00:00.000Z,2027-01-15T08:01:00.000Z,,60,5000000000,7,1000,",
    );
    const some = await (await get(`sessions?filter=${encodeURIComponent('{"text":"user119"}')}`)).text();
    expect(some.split('\r\n').filter(Boolean)).toHaveLength(12);
    const workbook = Buffer.from(await (await get('sessions?format=xlsx')).arrayBuffer());
    let rows = 0;
    for await (const { cells } of xlsxRows(workbook)) rows += cells[0]!.startsWith('=user') ? 1 : 0;
    expect(rows).toBe(1200);
    expect((await get('sessions?filter=x')).status).toBe(400);
    const noted = await site.query(
      "select data->>'list' as list from lastmile.event where type = 'list.exported' order by position",
    );
    expect(noted.map(({ list }) => list)).toEqual(['packages', 'packages', 'sessions', 'sessions', 'sessions']);
    const other = await loggedIn(site.product.url, ...noc);
    expect((await other.get('/api/bulk/export/sessions')).status).toBe(403);
  },
);
