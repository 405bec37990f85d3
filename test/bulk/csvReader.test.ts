import { expect, test } from 'vitest';
import { csvRows } from '#server/bulk/file/csvReader.ts';
import { fileShape } from '#server/bulk/file/fileShape.ts';

async function read(text: string, separator = ',', pieces = 1): Promise<(readonly [number, readonly string[]])[]> {
  const size = Math.ceil(text.length / pieces);
  const parts = Array.from({ length: pieces }, (_, index) => text.slice(index * size, (index + 1) * size));
  const rows: (readonly [number, readonly string[]])[] = [];
  for await (const { line, cells } of csvRows(parts, separator)) rows.push([line, cells]);
  return rows;
}

test.each([
  [
    'plain lines',
    'a,b\n1,2\n',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
    ],
  ],
  [
    'line ends of Windows and of old Macs',
    'a,b\r\n1,2\r3,4',
    [
      [1, ['a', 'b']],
      [2, ['1', '2']],
      [3, ['3', '4']],
    ],
  ],
  [
    'quotes with separators, quotes and line ends in them',
    'a,"b, ""c""\r\nd"\nx,y',
    [
      [1, ['a', 'b, "c"\nd']],
      [3, ['x', 'y']],
    ],
  ],
  [
    'empty lines count and are left out',
    'a\n\n\nb\n',
    [
      [1, ['a']],
      [4, ['b']],
    ],
  ],
  ['an unquoted quote stands for itself', 'a,6" pipe\n', [[1, ['a', '6" pipe']]]],
  ['empty cells', ',,x,\n', [[1, ['', '', 'x', '']]]],
])('csv: %s', async (_name, text, expected) => {
  expect(await read(text)).toEqual(expected);
  expect(await read(text, ',', text.length)).toEqual(expected);
});

test.each([';', '\t', '|'])('csv separated by %j', async (separator) => {
  expect(await read(`a${separator}b, c\n`, separator)).toEqual([[1, ['a', 'b, c']]]);
});

test('a quote that is never closed is said with its line, and not read on for ever', async () => {
  await expect(read('a,b\n1,2\nx,"never\nclosed')).rejects.toThrow('a quote that begins in line 3 is never closed');
  await expect(read(`a,b\n"${'x'.repeat(3_000_000)}`, ',', 50)).rejects.toThrow('a quote that begins in line 2');
});

test('a file of any length is read at flat memory', async () => {
  const line = `${'x'.repeat(80)},"y, ${'z'.repeat(40)}",1\n`;
  function* endless(): Generator<string> {
    for (let count = 0; count < 160; count += 1) yield line.repeat(500);
  }
  const before = process.memoryUsage.rss();
  let [rows, last, most] = [0, 0, 0];
  for await (const row of csvRows(endless(), ',')) {
    rows += 1;
    last = row.line;
    if (rows % 20_000 === 0) most = Math.max(most, process.memoryUsage.rss() - before);
  }
  // 10 MB of text.
  expect([rows, last]).toEqual([80_000, 80_000]);
  expect(most).toBeLessThan(150 * 1024 * 1024);
});

test.each([
  ['name;phone\nJos\u00e9;1', 'utf8', { format: 'csv', encoding: 'utf-8', separator: ';' }],
  ['name;phone\nJos\u00e9;1', 'latin1', { format: 'csv', encoding: 'windows-1252', separator: ';' }],
  ['name\tphone\n', 'utf8', { format: 'csv', encoding: 'utf-8', separator: '\t' }],
  ['"a;b;c",d,e\n', 'utf8', { format: 'csv', encoding: 'utf-8', separator: ',' }],
  [
    '-- MySQL dump 10.13\nCREATE TABLE `tbl_customers` (\n',
    'utf8',
    { format: 'phpnuxbill', encoding: 'utf-8', separator: ',' },
  ],
  [
    '--\n-- PostgreSQL database dump\n--\nCOPY public.radcheck (id) FROM stdin;\n',
    'utf8',
    { format: 'freeradius', encoding: 'utf-8', separator: ',' },
  ],
] as const)('a file is known by its content: %j as %s', (text, encoding, shape) => {
  expect(fileShape(Buffer.from(text, encoding))).toEqual(shape);
});

test('what is neither text nor a workbook is refused', () => {
  expect(fileShape(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0]))).toBeUndefined();
});
