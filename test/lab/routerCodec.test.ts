import { describe, expect, test } from 'vitest';
import { asClock, inUnits, parseDuration } from '#lab/nas/mikrotik/duration.ts';
import { responseTo } from '#lab/nas/mikrotik/login.ts';
import { passes } from '#lab/nas/mikrotik/queryStack.ts';
import { evaluate } from '#lab/nas/mikrotik/scriptExpression.ts';
import { ScriptReader } from '#lab/nas/mikrotik/scriptReader.ts';
import { dayCurve } from '#lab/nas/mikrotik/traffic.ts';
import { decodeLength, encodeLength, encodeSentence, SentenceReader, WordError } from '#lab/nas/mikrotik/wordCodec.ts';

describe('the length of a word', () => {
  test.for([
    [0, '00'],
    [0x7f, '7f'],
    [0x80, '8080'],
    [0x3fff, 'bfff'],
    [0x4000, 'c04000'],
    [0x1f_ffff, 'dfffff'],
    [0x20_0000, 'e0200000'],
    [0x0fff_ffff, 'efffffff'],
    [0x1000_0000, 'f010000000'],
    [0xffff_ffff, 'f0ffffffff'],
  ] as const)('%i is %s', ([length, hex]) => {
    expect(encodeLength(length).toString('hex')).toBe(hex);
    const bytes = Buffer.from(hex, 'hex');
    expect(decodeLength(bytes, 0)).toEqual({ length, octets: bytes.length });
    for (let cut = 0; cut < bytes.length; cut += 1) expect(decodeLength(bytes.subarray(0, cut), 0)).toBeUndefined();
  });

  test.for([0xf8, 0xff])('octet 0x%x is refused', (octet) => {
    expect(() => decodeLength(Buffer.of(octet), 0)).toThrow(WordError);
  });
});

test('sentences come whole, however the stream is cut', () => {
  const stream = Buffer.concat([
    encodeSentence(['/a', '=x=ä', '.tag=1']),
    Buffer.of(0),
    encodeSentence(['y'.repeat(200)]),
  ]);
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const reader = new SentenceReader(1000);
    const sentences: (readonly string[])[] = [];
    for (const part of [stream.subarray(0, cut), stream.subarray(cut)]) {
      reader.push(part);
      for (let words = reader.next(); words; words = reader.next()) sentences.push(words);
    }
    expect(sentences).toEqual([['/a', '=x=ä', '.tag=1'], ['y'.repeat(200)]]);
  }
});

test('a sentence beyond the limit is refused by its length alone', () => {
  const reader = new SentenceReader(100);
  reader.push(Buffer.from('e0200000', 'hex'));
  expect(() => reader.next()).toThrow(WordError);
});

test.for([
  ['856780b7411eefd3abadee2058c149a3', '005062f7a5ef124d34675bf3e81f56c556'],
  ['93b438ec9b80057c06dd9fe67d56aa9a', '00e134102a9d330dd7b1849fedfea3cb57'],
] as const)('challenge %s with no password', ([challenge, response]) => {
  expect(responseTo(challenge, '')).toBe(response);
});

describe('queries', () => {
  const row = { name: 'ether1', type: 'ether', mtu: '1500', running: 'true' };
  test.for([
    { queries: ['?type'], passed: true },
    { queries: ['?-type'], passed: false },
    { queries: ['?-comment'], passed: true },
    { queries: ['?name=ether1', '?type=vlan'], passed: false },
    { queries: ['?=name=ether1'], passed: true },
    { queries: ['?name=ether1', '?type=vlan', '?#|'], passed: true },
    { queries: ['?name=ether1', '?#!'], passed: false },
    { queries: ['?type=ether', '?type=vlan', '?#|!'], passed: false },
    { queries: ['?mtu=1500', '?type=vlan', '?#1'], passed: true },
    { queries: ['?type=vlan', '?mtu=1500', '?#1.!&'], passed: false },
    { queries: ['?>mtu=1499', '?<mtu=1501'], passed: true },
    { queries: ['?>mtu=1500'], passed: false },
    { queries: ['?running=yes'], passed: true },
  ])('$queries', ({ queries, passed }) => {
    expect(passes(row, queries)).toBe(passed);
  });
});

test.for([
  ['1w2d3h4m5s', 788_645_000],
  ['01:22:53', 4_973_000],
  ['1d02:03:04', 93_784_000],
  ['300ms', 300],
  ['90', 90_000],
] as const)('%s lasts %i ms', ([text, ms]) => {
  expect(parseDuration(text)).toBe(ms);
  expect(parseDuration(inUnits(ms))).toBe(ms);
  expect(parseDuration(asClock(ms))).toBe(ms);
});

test('what is no duration is none', () => {
  expect(['', 'soon', '3 s', '-1s', '1y'].map(parseDuration)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('script is read with quotes, escapes, broken lines and comments', () => {
  const reader = new ScriptReader(
    '# a comment\n/ip pool add name="a \\"b\\" \\C3\\A4" \\\n    ranges=1.1.1.1;\n:put "x$y"',
  );
  const first = reader.next();
  expect(first?.line).toBe(2);
  expect(first?.words.map(({ name, parts }) => [name, parts[0]?.text])).toEqual([
    [undefined, '/ip'],
    [undefined, 'pool'],
    [undefined, 'add'],
    ['name', 'a "b" ä'],
    ['ranges', '1.1.1.1'],
  ]);
  expect(reader.next()?.words[1]?.parts.map(({ kind }) => kind)).toEqual(['text', 'variable']);
  expect(() => new ScriptReader('/x add name="open').next()).toThrow('(line 1 column 18)');
});

test('expressions know their order', () => {
  const tokens = [
    { value: '2' },
    { operator: '+' },
    { value: '3' },
    { operator: '*' },
    { value: '4' },
    { operator: '=' },
    { value: '14' },
    { operator: '&&' },
    { operator: '!' },
    { value: 'false' },
  ];
  expect(evaluate(tokens)).toBe('true');
});

test('evenings are busier than nights', () => {
  expect(dayCurve(21)).toBe(1);
  expect(dayCurve(4)).toBeLessThan(0.2);
  expect(dayCurve(23.5)).toBeCloseTo((0.72 + 0.52) / 2, 5);
});
