import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readableOn } from '#server/hotspot/pageStyle.ts';
import { pngPixels } from '#server/hotspot/pngPixels.ts';
import { md5Script } from '#server/hotspot/vendors/mikrotik/md5Script.ts';
import { mikrotikPages } from '#server/hotspot/vendors/mikrotik/mikrotikPages.ts';
import { look } from './look.ts';
import { filled } from './routerServlet.ts';

const md5 = runInNewContext(`${md5Script};hexMD5`) as (text: string) => string;

test('the MD5 of the pages is MD5, for octets of any number', () => {
  const vector =
    '\u00f9secret\u00ef\u000d\u00d8\u000b\u0011\u009c\u0065\u00a5\u00c3\u00ab\u0062\u00a6\u005b\u007d\u00fd\u00ce';
  expect(md5(vector)).toBe('e5627b636f982d6233d0cf5931d404c2');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const text = Buffer.from(octets).toString('latin1');
      expect(md5(text)).toBe(createHash('md5').update(octets).digest('hex'));
    }),
  );
});

test('a bundle has all pages in each language, the first in the main folder, and is at most 50 KB', () => {
  const files = mikrotikPages.files(look({ languages: ['sw', 'en', 'bn'], logo: tinyLogo }));
  const paths = files.map(({ path }) => path);
  for (const folder of ['', 'en/', 'bn/']) {
    for (const name of ['login.html', 'alogin.html', 'status.html', 'logout.html', 'error.html', 'errors.txt'])
      expect(paths).toContain(`${folder}${name}`);
  }
  expect(paths).toEqual(expect.arrayContaining(['md5.js', 'style.css', 'redirect.html', 'api.json', 'logo.png']));
  expect(paths).not.toContain('sw/login.html');
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  expect(bytes).toBeLessThan(50 * 1024);
});

test.each([true, false])('every condition of every page is closed, logged in: %s', (loggedIn) => {
  const variables = loggedIn
    ? { 'logged-in': 'yes', 'session-time-left': '1h', 'session-time-left-secs': '3600', 'remain-bytes-total': '5' }
    : { 'chap-id': '\\001', error: 'wrong' };
  for (const { content, path } of mikrotikPages.files(look({ loginBy: 'both' }))) {
    const page = filled(String(content), variables);
    expect(page).not.toContain('$(');
    if (path === 'api.json') expect(JSON.parse(page)).toMatchObject({ captive: !loggedIn });
  }
});

test('what people type into the look can not become markup, nor something the router fills in', () => {
  const evil = '<script>alert(1)</script>$(mac)"onload="x';
  for (const { content } of mikrotikPages.files(look({ name: evil, welcome: evil, support: evil }))) {
    expect(String(content)).not.toContain('<script>alert');
    expect(String(content)).not.toContain('$(mac)');
    expect(String(content)).not.toContain('"onload');
  }
});

test('a router is told to fetch each file, and to serve them', () => {
  const files = mikrotikPages.files(look({ languages: ['en', 'bn'] }));
  const script = mikrotikPages.installScript('https://noc.example/hotspot/x/y/mikrotik', files);
  for (const { path } of files) expect(script).toContain(`url="https://noc.example/hotspot/x/y/mikrotik/${path}"`);
  expect(script).toContain('check-certificate=yes');
  expect(script).toContain('html-directory=$dir login-by=http-chap,cookie,mac-cookie use-radius=yes');
  expect(script).toContain('{"";"bn"}');
});

test.each([
  ['#0f766e', '#fff'],
  ['#ffe066', '#000'],
  ['#7f7f7f', '#000'],
])('text on a button of %s is %s', (colour, text) => expect(readableOn(colour)).toBe(text));

test('pixels of a PNG are read as any reader would, and what is none is refused', () => {
  for (const filter of [0, 1, 2, 3, 4]) {
    const { png, rgb } = madePng(7, 5, filter);
    expect(pngPixels(png)?.rgb.toString('hex')).toBe(rgb.toString('hex'));
  }
  const { png } = madePng(7, 5, 1);
  expect(pngPixels(png.subarray(0, 40))).toBeUndefined();
  expect(pngPixels(Buffer.from('GIF89a'.padEnd(80)))).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(png.length - 1), fc.nat(255), (at, octet) => {
      const changed = Buffer.from(png);
      changed[at] = octet;
      const read = pngPixels(changed);
      expect(read === undefined || read.rgb.length === read.width * read.height * 3).toBe(true);
    }),
  );
});

/** 8 bits RGB; filtered as the encoder of the standard does (W3C PNG §9.2). */
function madePng(width: number, height: number, filter: number): { png: Buffer; rgb: Buffer } {
  const rgb = Buffer.from(Array.from({ length: width * height * 3 }, (_, n) => (n * 37) % 256));
  const rows: number[] = [];
  const at = (row: number, column: number): number => (row < 0 || column < 0 ? 0 : rgb[row * width * 3 + column]!);
  for (let row = 0; row < height; row += 1) {
    rows.push(filter);
    for (let column = 0; column < width * 3; column += 1) {
      const [a, b, c] = [at(row, column - 3), at(row - 1, column), column < 3 ? 0 : at(row - 1, column - 3)];
      const p = a + b - c;
      const nearest = [a, b, c].toSorted((x, y) => Math.abs(p - x) - Math.abs(p - y))[0]!;
      const guess = [0, a, b, Math.floor((a + b) / 2), nearest][filter]!;
      rows.push((at(row, column) - guess) & 255);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(rows));
  expect(inflateSync(data)).toHaveLength(rows.length);
  const chunk = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return {
    png: Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]),
    rgb,
  };
}

const tinyLogo = Buffer.alloc(20_480, 7).toString('base64');
