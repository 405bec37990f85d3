import { expect, test } from 'vitest';
import { lineChanges } from '#server/nas/backup/lineChanges.ts';
import { redactConfiguration } from '#server/nas/vendors/mikrotik/backup/redactConfiguration.ts';

const only = (text: string): Promise<string> => redactConfiguration(text, []);

test.each([
  ['add name=a password=hunter22 profile=x', 'add name=a password=<hidden> profile=x'],
  ['add secret="two words" service=ppp', 'add secret=<hidden> service=ppp'],
  ['set wpa2-pre-shared-key="a\\"b c" name=wifi', 'set wpa2-pre-shared-key=<hidden> name=wifi'],
  ['add private-key="kEy=" public-key="pub="', 'add private-key=<hidden> public-key="pub="'],
  ['set static-key-0=112233 mode=none', 'set static-key-0=<hidden> mode=none'],
  ['add security.passphrase=abcdefgh', 'add security.passphrase=<hidden>'],
  ['add password="" name=free', 'add password="" name=free'],
  ['add name=a \\\n    password=hunter22 \\\n    profile=x', 'add name=a password=<hidden> profile=x'],
  [
    'add name=s source="/tool fetch password=\\"pq77\\" url=\\"https://me:ab12@x.example\\""',
    'add name=s source="/tool fetch password=\\"<hidden>\\" url=\\"https://me:<hidden>@x.example\\""',
  ],
  ['add comment="token: abc123 of the gate"', 'add comment="token: <hidden> of the gate"'],
  ['# nov/21/2026 10:00:00 by RouterOS 6.49.17', '# by RouterOS 6.49.17'],
  ['# 2026-11-21 10:00:00 by RouterOS 7.18.2', '# by RouterOS 7.18.2'],
  ['# serial number = ABC', '# serial number = ABC'],
  ['add name=key-users rate-limit=1M/1M', 'add name=key-users rate-limit=1M/1M'],
])('%j is kept as %j', async (text, kept) => {
  expect(await only(text)).toBe(kept);
});

test('a community’s name is a secret, a pool’s is not', async () => {
  expect(await only('/snmp community\nset [ find default=yes ] name=inside\n/ip pool\nadd name=inside')).toBe(
    '/snmp community\nset [ find default=yes ] name=<hidden>\n/ip pool\nadd name=inside',
  );
});

test('what the product itself knows as secret is found wherever it stands', async () => {
  expect(await redactConfiguration('add comment="it is Lm-a1b2c3, remember"', ['Lm-a1b2c3', 'it'])).toBe(
    'add comment="it is <hidden>, remember"',
  );
});

test.each([
  ['a\nb', 'a\nb', 0, 0],
  ['a\nb', 'a\nc\nd', 2, 1],
  ['a\na\nb', 'a\nb', 0, 1],
  ['a\nb', 'b\na', 0, 0],
])('from %j to %j: %i new, %i gone', (before, after, added, removed) => {
  expect(lineChanges(before, after)).toEqual({ added, removed });
});
