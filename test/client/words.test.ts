import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bn } from '#client/words/bn.ts';
import { en } from '#client/words/en.ts';
import { sw } from '#client/words/sw.ts';

const root = join(import.meta.dirname, '../..');
const english: Readonly<Record<string, string>> = en;
const languages = { sw, bn } as const;

/** Names, trade words and units that are written alike in every language. */
const ALIKE =
  /^(lastmile|id|uuid|nas|olt|onu|pon|radius|ppp|pppoe|ipoe|api|tls|ip|ipv4|ipv6|mac|cpu|ram|csv|json|qr|totp|url|https?|dns|ntp|vlan|snmp|ssh|webhook|ms|mbit|gbit|kbit|gib|mib|s|ping|router|hotspot|k|m|g|utc|passkey|e164|sms|smtp|mailbox|actor|vpn|tunnel|port|identifier|push)$/i;

function blanks(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).toSorted();
}

/** What is left of a text when blanks, digits, signs and words that are alike everywhere are taken away. */
function translatable(text: string): readonly string[] {
  const words = text.replaceAll(/\{\w+\}/g, ' ').split(/[^\p{L}\p{M}]+/u);
  return words.filter((word) => word !== '' && !ALIKE.test(word));
}

describe.each(Object.entries(languages))('%s', (name, { words, problems }) => {
  const texts: Readonly<Record<string, string>> = words;

  test('has every text, and no other', () => {
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted());
  });

  test('fills in the same blanks as English', () => {
    const differing = Object.keys(english).filter(
      (key) => blanks(texts[key] ?? '').join() !== blanks(english[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test('leaves nothing in English by accident', () => {
    const same = Object.keys(english).filter(
      (key) => texts[key] === english[key] && translatable(texts[key] ?? '').length > 0,
    );
    expect(same).toEqual([]);
  });

  test('says nothing empty', () => {
    expect(Object.keys(texts).filter((key) => texts[key]?.trim() === '' && english[key]?.trim() !== '')).toEqual([]);
  });

  test('has words for every refusal of the contracts', async () => {
    const codes = await refusalCodes();
    expect(codes.length).toBeGreaterThan(80);
    const known: Readonly<Record<string, string>> = problems;
    expect(codes.filter((code) => !known[code]?.trim())).toEqual([]);
    const untranslated = codes.filter((code) => /^[A-Z][a-z]+ (is|are|can|a|the|must|was) /.test(known[code] ?? ''));
    expect({ name, untranslated }).toEqual({ name, untranslated: [] });
  });
});

test('every count has both forms', () => {
  const keys = Object.keys(english);
  const stems = new Set(keys.flatMap((key) => /^(.*)\.(?:one|other)$/.exec(key)?.[1] ?? []));
  const counted = [...stems].filter((stem) => `${stem}.other` in english);
  expect(counted.filter((stem) => !(`${stem}.one` in english))).toEqual([]);
});

test('Bangla is written in its own letters and with the digits that figures on the screen have', () => {
  const texts = { ...bn.words, ...bn.problems };
  const odd = Object.entries(texts).filter(
    ([, text]) => /[০-৯]/.test(text) || (translatable(text).length > 0 && !/\p{Script=Bengali}/u.test(text)),
  );
  expect(odd).toEqual([]);
});

/** Keys of every list that a contract calls `…Refusals`. */
async function refusalCodes(): Promise<readonly string[]> {
  const files = readdirSync(join(root, 'shared'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)(errors|\w+Refusals)\.ts$/.test(file),
  );
  const modules = await Promise.all(
    files.map(async (file) => Object.entries((await import(join(root, 'shared', file))) as Record<string, object>)),
  );
  return modules.flat().flatMap(([exported, value]) => (exported.endsWith('Refusals') ? Object.keys(value) : []));
}
