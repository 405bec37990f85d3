import { parentPort, workerData } from 'node:worker_threads';
import type { SheetJob, SheetVoucher } from './sheetJob.ts';
import { VoucherSheet } from './voucherSheet.ts';

/** Draws one sheet: each message is some vouchers, or `end`; each answer is what can be sent then. */
const sheet = new VoucherSheet(workerData as SheetJob);
parentPort?.on('message', (message: readonly SheetVoucher[] | 'end') => {
  const drawn = message === 'end' ? sheet.end() : sheet.add(message);
  parentPort?.postMessage(drawn);
  if (message === 'end') parentPort?.close();
});
