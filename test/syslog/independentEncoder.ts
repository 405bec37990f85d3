import fc from 'fast-check';
import type { SyslogMessage } from '#server/platform/transport/syslog/syslogMessage.ts';

/** Any message that RFC 5424 can carry. */
export const anyMessage: fc.Arbitrary<SyslogMessage> = fc.record({
  facility: fc.integer({ min: 0, max: 23 }),
  severity: fc.integer({ min: 0, max: 7 }),
  sentAt: fc.option(fc.integer({ min: 0, max: 4_102_444_800_000 }), { nil: undefined }),
  hostname: field(255),
  appName: field(48),
  procId: field(128),
  msgId: field(32),
  structuredData: fc.uniqueArray(
    fc.record({
      id: name(),
      params: fc.array(fc.record({ name: name(), value: fc.string({ unit: 'grapheme', maxLength: 60 }) }), {
        maxLength: 6,
      }),
    }),
    { maxLength: 4, selector: ({ id }) => id },
  ),
  text: fc.string({ unit: 'grapheme', maxLength: 300 }).filter((text) => !text.startsWith('\ufeff')),
});

/** Written from §6 of the RFC without looking at the parser: builds bytes piece by piece. */
export function encode(message: SyslogMessage): Buffer {
  const pieces: string[] = [];
  pieces.push('<', (message.facility * 8 + message.severity).toString(10), '>1');
  const nil = (value: string | undefined): string => value ?? '-';
  pieces.push(' ', message.sentAt === undefined ? '-' : new Date(message.sentAt).toISOString());
  for (const value of [message.hostname, message.appName, message.procId, message.msgId]) pieces.push(' ', nil(value));
  pieces.push(' ');
  if (message.structuredData.length === 0) pieces.push('-');
  for (const { id, params } of message.structuredData) {
    pieces.push('[', id);
    for (const param of params) {
      pieces.push(' ', param.name, '="');
      for (const character of param.value) pieces.push('"\\]'.includes(character) ? `\\${character}` : character);
      pieces.push('"');
    }
    pieces.push(']');
  }
  if (message.text !== '') pieces.push(' \ufeff', message.text);
  return Buffer.from(pieces.join(''), 'utf8');
}

function printable(except: string): fc.Arbitrary<string> {
  const characters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  return fc.constantFrom(...characters.filter((character) => !except.includes(character)));
}

function field(most: number): fc.Arbitrary<string | undefined> {
  const text = fc.string({ unit: printable(''), minLength: 1, maxLength: most }).filter((value) => value !== '-');
  return fc.option(text, { nil: undefined });
}

function name(): fc.Arbitrary<string> {
  return fc.string({ unit: printable('= ]"'), minLength: 1, maxLength: 32 });
}
