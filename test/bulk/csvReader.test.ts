import { expect, test } from 'vitest';
import { CsvReader } from '#server/bulk/file/csvReader.ts';
import { fileShape } from '#server/bulk/file/fileShape.ts';

function read(text: string, separator = ',', pieces = 1): (readonly [number, readonly string[]])[] {
  const reader = new CsvReader(separator);
  const size = Math.ceil(text.length / pieces);
  const rows = Array.from({ length: pieces }, (_, index) => text.slice(index * size, (index + 1) * size)).flatMap(
    (piece) => [...reader.push(piece)],
  );
  return [...rows, ...reader.end()].map(({ line, cells }) => [line, cells]);
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
])('csv: %s', (_name, text, expected) => {
  expect(read(text)).toEqual(expected);
  expect(read(text, ',', text.length)).toEqual(expected);
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
