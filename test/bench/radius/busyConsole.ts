import { SessionView } from '#shared/tenant/session.ts';
import type { NewVoucherBatch } from '#shared/voucher/batch.ts';
import type { SheetRequest } from '#shared/voucher/sheet.ts';
import { preparedLogin } from './prepareSubscriptions.ts';

export interface BusyConsole {
  /** Exports 100,000 rows and prints sheets of 1,000 vouchers, again and again, until the work is done. */
  during<T>(work: Promise<T>): Promise<T>;
  /** What that was so far. */
  readonly exportedRows: number;
  readonly sheets: number;
}

const BATCHES = 2;
const PER_BATCH = 50_000;
const PER_SHEET = 1_000;
/** Sheets are limited to 20 a minute. */
const SHEETS_AT_MOST = 15;

/** Somebody at the console with much to do: makes what there is to export, through the API. */
export async function createBusyConsole(url: string, report: (line: string) => void): Promise<BusyConsole> {
  const ask = await loggedIn(url);
  const [bought] = (await (await ask('GET', '/api/voucher-packages')).json()) as { id: string }[];
  const batches: string[] = [];
  for (let n = 1; n <= BATCHES; n += 1) {
    report(`making ${PER_BATCH} vouchers …`);
    const made = await ask('POST', '/api/voucher-batches', batchOf(n, bought!.id));
    batches.push(((await made.json()) as { id: string }).id);
  }
  const count = { exportedRows: 0, sheets: 0 };
  const exportAll = async (): Promise<void> => {
    for (const id of batches) {
      const text = await (await ask('GET', `/api/voucher-batches/${id}/codes.csv`)).text();
      count.exportedRows += text.trimEnd().split('\n').length - 1;
    }
  };
  const print = async (): Promise<void> => {
    const from = 1 + count.sheets * PER_SHEET;
    await (await ask('POST', `/api/voucher-batches/${batches[0]}/sheet`, sheetOf(from))).arrayBuffer();
    count.sheets += 1;
  };
  return {
    async during(work) {
      let busy = true;
      const exporting = async (): Promise<void> => {
        while (busy) await exportAll();
      };
      const printing = async (): Promise<void> => {
        while (busy && count.sheets < SHEETS_AT_MOST) await print();
      };
      const all = Promise.all([exporting(), printing()]);
      try {
        return await work;
      } finally {
        busy = false;
        await all;
      }
    },
    get exportedRows() {
      return count.exportedRows;
    },
    get sheets() {
      return count.sheets;
    },
  };
}

type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Response>;

async function loggedIn(url: string): Promise<Ask> {
  const headers: Record<string, string> = { origin: url };
  const ask: Ask = async (method, path, body) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, headers: { ...headers, ...json }, ...content });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const answer = await ask('POST', '/api/login', preparedLogin);
  headers['cookie'] = answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  headers['x-csrf-token'] = SessionView.parse(await answer.json()).csrfToken;
  return ask;
}

function batchOf(n: number, packageId: string): Omit<NewVoucherBatch, 'packageId'> & { readonly packageId: string } {
  return {
    name: `Bench ${n}`,
    packageId,
    count: PER_BATCH,
    prefix: '',
    alphabet: 'letters',
    codeLength: 12,
    priceMinor: 5_000,
    currency: 'KES',
    validityMs: 86_400_000,
    devices: 1,
    devicePolicy: 'refuse',
    macLogin: false,
  };
}

function sheetOf(from: number): SheetRequest {
  return {
    layout: 'a4x40',
    from,
    to: from + PER_SHEET - 1,
    title: { text: 'Bench Networks' },
    offer: { text: '20 Mbit/s, one day' },
    price: { text: 'KES 50' },
    note: { text: 'Join the network and open any page.' },
  };
}
