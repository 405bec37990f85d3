import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { look } from '../hotspot/look.ts';
import { readPdf } from './readPdf.ts';
import { startVouchers } from './voucherProduct.ts';

const request = {
  layout: 'a4x24',
  title: { text: 'Savanna Wi-Fi' },
  offer: { text: '24 hours' },
  price: { text: 'KSh 50' },
  note: { text: 'Type the code.' },
};

test('unused vouchers of a range come as a PDF, and it is recorded how many', async () => {
  await using product = await startVouchers();
  await product.admin.send('PUT', '/api/hotspot', look());
  const { id } = await product.make({ count: 300 });
  const path = `/api/voucher-batches/${id}/sheet`;
  await product.admin.send('POST', `/api/voucher-batches/${id}/sell`, {});
  const answer = await product.admin.send('POST', path, { ...request, from: 11, to: 290 });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const pdf = readPdf(Buffer.from(await answer.arrayBuffer()));
  expect(pdf.pages).toHaveLength(12);
  const texts = pdf.pages.flatMap((page) => page.texts);
  expect(texts).toContain('#11');
  expect(texts).toContain('#290');
  expect(texts).not.toContain('#10');
  await product.admin.send('POST', `/api/voucher-batches/${id}/void`, { reason: 'Lost' });
  const nothing = await product.admin.send('POST', path, request);
  expect(await nothing.json()).toMatchObject({ code: 'voucher/nothing-to-print' });
  expect(await product.events()).toContain('voucherBatch.printed');
});

test('words in other letters are printed from a picture of them, and refused without', async () => {
  await using product = await startVouchers();
  const { id } = await product.make({ count: 3 });
  const path = `/api/voucher-batches/${id}/sheet`;
  const bengali = { ...request, title: { text: 'সাভানা ওয়াই-ফাই' } };
  const refused = await product.admin.send('POST', path, bengali);
  expect(await refused.json()).toMatchObject({ code: 'voucher/text-needs-picture' });
  const picture = { width: 30, height: 10, data: deflateSync(Buffer.alloc(300, 128)).toString('base64') };
  const printed = await product.admin.send('POST', path, { ...bengali, title: { ...bengali.title, picture } });
  expect(readPdf(Buffer.from(await printed.arrayBuffer())).pages[0]!.images).toHaveLength(3);
  const larger = { ...bengali.title, picture: { ...picture, height: 11 } };
  const wrong = await product.admin.send('POST', path, { ...bengali, title: larger });
  expect(await wrong.json()).toMatchObject({ code: 'voucher/picture-not-understood' });
});
