import { inflateSync } from 'node:zlib';
import qrcode from 'qrcode';
import { expect, test } from 'vitest';
import type { SheetJob, SheetVoucher } from '#server/voucher/sheet/sheetJob.ts';
import { SheetPrinter } from '#server/voucher/sheet/sheetPrinter.ts';
import { winAnsi } from '#server/voucher/sheet/winAnsi.ts';
import { isPrintable } from '#shared/voucher/printable.ts';
import type { SheetLayout } from '#shared/voucher/sheet.ts';
import { processMs, threadMs } from '../support/processorTime.ts';
import { readPdf } from './readPdf.ts';

const job = (layout: SheetLayout): SheetJob => ({
  layout,
  name: 'Savanna Wi-Fi',
  title: { text: 'Savanna Wi-Fi' },
  offer: { text: '24 hours · 1 GB · 2 devices' },
  price: { text: 'KSh 50' },
  note: { text: 'Connect to “Savanna Wi-Fi”, scan this or open wifi.example.net and type the code.' },
  link: 'http://wifi.example.net/login?code=',
});
const vouchers = (count: number): SheetVoucher[] =>
  Array.from({ length: count }, (_, n) => ({ serial: n + 1, code: `K7QM3XWP${String(n).padStart(4, '2')}` }));

async function print(layout: SheetLayout, count: number): Promise<Buffer> {
  const printer = new SheetPrinter();
  const all = vouchers(count);
  async function* pieces(): AsyncGenerator<readonly SheetVoucher[]> {
    for (let from = 0; from < count; from += 240) yield all.slice(from, from + 240);
  }
  try {
    return Buffer.concat(await Array.fromAsync(printer.print(job(layout), pieces())));
  } finally {
    await printer.stop();
  }
}

test.each([
  ['a4x40', 2, 595],
  ['a4x24', 3, 595],
  ['a4x10', 6, 595],
  ['roll80', 60, 227],
  ['roll58', 60, 164],
] as const)(
  '%s has 60 vouchers on %i pages, each with its code, words, number and QR',
  async (layout, pages, width) => {
    const pdf = readPdf(await print(layout, 60));
    expect(pdf.pages).toHaveLength(pages);
    expect(pdf.pages.every((page) => page.width === width)).toBe(true);
    const texts = pdf.pages.flatMap((page) => page.texts);
    for (const { code, serial } of vouchers(60)) {
      expect(texts).toContain(code.replaceAll(/(.{4})(?=.)/g, '$1 '));
      expect(texts).toContain(`#${serial}`);
    }
    expect(texts.filter((text) => text === 'KSh 50')).toHaveLength(60);
    expect(pdf.pages.flatMap((page) => page.qr)).toHaveLength(60);
  },
);

test('the squares of a QR are those of the link with the code', async () => {
  const pdf = readPdf(await print('a4x24', 2));
  const [, second] = pdf.pages[0]!.qr;
  const { modules } = qrcode.create(`${job('a4x24').link}${vouchers(2)[1]!.code}`, { errorCorrectionLevel: 'M' });
  const dark = (row: number, column: number): boolean =>
    second!.some(([x, y, run]) => modules.size - 1 - y! === row && column >= x! && column < x! + run!);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      expect(dark(row, column)).toBe(Boolean(modules.get(row, column)));
    }
  }
});

test('1,000 vouchers are printed within 5 seconds while the server goes on', { timeout: 20_000 }, async () => {
  let longest = 0;
  let last = threadMs();
  const beat = setInterval(() => {
    longest = Math.max(longest, threadMs() - last);
    last = threadMs();
  }, 2);
  const began = processMs();
  const pdf = await print('a4x24', 1_000);
  const took = processMs() - began;
  clearInterval(beat);
  expect(readPdf(pdf).pages).toHaveLength(42);
  expect(took).toBeLessThan(5_000);
  expect(longest).toBeLessThan(250);
});

test('what a reader’s own letters lack is known, so that it can be sent as a picture', () => {
  expect(winAnsi('Bei: KSh 50 – siku 1 “Café”')).toBeDefined();
  expect(winAnsi('ভাউচার')).toBeUndefined();
  expect(winAnsi('€ 5\u00a0000')).toEqual(Uint8Array.from([128, 32, 53, 32, 48, 48, 48]));
});

test('the console and the printer agree on what needs a picture', () => {
  const differing: string[] = [];
  for (let code = 0; code < 0x2_ff_ff; code += 1) {
    const sign = String.fromCodePoint(code);
    if (isPrintable(sign) !== (winAnsi(sign) !== undefined)) differing.push(code.toString(16));
  }
  expect(differing).toEqual([]);
});

test('pictures of words and a logo stand where the words would', async () => {
  const { deflateSync } = await import('node:zlib');
  const picture = { width: 20, height: 10, deflated: deflateSync(Buffer.alloc(200, 200)) };
  const logo = { width: 4, height: 4, deflated: deflateSync(Buffer.alloc(48)) };
  const printer = new SheetPrinter();
  async function* one(): AsyncGenerator<readonly SheetVoucher[]> {
    yield vouchers(1);
  }
  const whole = { ...job('roll58'), title: { text: 'ভাউচার', picture }, logo };
  const pdf = Buffer.concat(await Array.fromAsync(printer.print(whole, one())));
  const [page] = readPdf(pdf).pages;
  expect(page!.images).toHaveLength(2);
  expect(page!.texts).not.toContain('ভাউচার');
  expect(inflateSync(picture.deflated)).toHaveLength(200);
});
