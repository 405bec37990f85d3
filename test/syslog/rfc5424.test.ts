import { describe, expect, test } from 'vitest';
import { parseRfc5424 } from '#server/platform/transport/syslog/rfc5424.ts';

const parse = (text: string): ReturnType<typeof parseRfc5424> => parseRfc5424(Buffer.from(text, 'utf8'));

describe('the examples of RFC 5424 §6.5', () => {
  test('a message with byte order mark and no structured data', () => {
    const text = `<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8`;
    expect(parse(text)).toEqual({
      facility: 4,
      severity: 2,
      sentAt: Date.UTC(2003, 9, 11, 22, 14, 15, 3),
      hostname: 'mymachine.example.com',
      appName: 'su',
      procId: undefined,
      msgId: 'ID47',
      structuredData: [],
      text: `'su root' failed for lonvick on /dev/pts/8`,
    });
  });

  test('a message with an offset, microseconds and no byte order mark', () => {
    const parsed = parse(
      `<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.`,
    );
    expect(parsed).toMatchObject({
      facility: 20,
      severity: 5,
      sentAt: Date.UTC(2003, 7, 24, 12, 14, 15),
      procId: '8710',
      msgId: undefined,
      text: `%% It's time to make the do-nuts.`,
    });
  });

  test('structured data of two elements without text', () => {
    const { structuredData, text } = parse(
      `<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"]`,
    );
    expect(structuredData).toEqual([
      {
        id: 'exampleSDID@32473',
        params: [
          { name: 'iut', value: '3' },
          { name: 'eventSource', value: 'Application' },
          { name: 'eventID', value: '1011' },
        ],
      },
      { id: 'examplePriority@32473', params: [{ name: 'class', value: 'high' }] },
    ]);
    expect(text).toBe('');
  });
});

describe('values of parameters', () => {
  test.for([
    { name: 'escaped quotes, brackets and backslashes', sent: String.raw`a\"b\]c\\d`, read: String.raw`a"b]c\d` },
    { name: 'a backslash before anything else is itself', sent: String.raw`C:\new`, read: String.raw`C:\new` },
    { name: 'an escaped backslash before an escaped quote', sent: String.raw`\\\"`, read: String.raw`\"` },
    { name: 'an opening bracket', sent: 'a[0', read: 'a[0' },
    { name: 'UTF-8', sent: 'মিরপুর Ü', read: 'মিরপুর Ü' },
    { name: 'nothing', sent: '', read: '' },
    { name: 'a line feed', sent: 'a\nb', read: 'a\nb' },
  ])('$name', ({ sent, read }) => {
    const [element] = parse(`<1>1 - - - - - [x p="${sent}" p="again"]`).structuredData;
    expect(element).toEqual({
      id: 'x',
      params: [
        { name: 'p', value: read },
        { name: 'p', value: 'again' },
      ],
    });
  });
});

describe('what is not RFC 5424 is refused', () => {
  const SD = '<1>1 - - - - - ';
  test.for([
    { name: 'an empty message', text: '' },
    { name: 'the older syslog of RFC 3164', text: '<34>Oct 11 22:14:15 mymachine su: failed' },
    { name: 'a priority above 191', text: '<192>1 - - - - - -' },
    { name: 'a priority with a leading zero', text: '<01>1 - - - - - -' },
    { name: 'another version', text: '<1>2 - - - - - -' },
    { name: 'a missing field', text: '<1>1 - - - - -' },
    { name: 'a host name that is too long', text: `<1>1 - ${'h'.repeat(256)} - - - -` },
    { name: 'a host name that is not ASCII', text: '<1>1 - hôte - - - -' },
    { name: 'a timestamp with lower-case letters', text: '<1>1 2003-10-11t22:14:15z - - - - -' },
    { name: 'a timestamp without offset', text: '<1>1 2003-10-11T22:14:15 - - - - -' },
    { name: 'a leap second', text: '<1>1 2003-12-31T23:59:60Z - - - - -' },
    { name: 'a day that does not exist', text: '<1>1 2003-02-30T00:00:00Z - - - - -' },
    { name: 'a month that does not exist', text: '<1>1 2003-13-01T00:00:00Z - - - - -' },
    { name: 'seven digits of a second', text: '<1>1 2003-10-11T22:14:15.0000003Z - - - - -' },
    { name: 'text where structured data should be', text: `${SD}text` },
    { name: 'text right behind structured data', text: `${SD}[a]text` },
    { name: 'an element without end', text: `${SD}[a b="c"` },
    { name: 'a value without end', text: `${SD}[a b="c` },
    { name: 'a bracket that is not escaped', text: `${SD}[a b="c]d"]` },
    { name: 'an element without name', text: `${SD}[]` },
    { name: 'an element name that is too long', text: `${SD}[${'a'.repeat(33)}]` },
    { name: 'a parameter without value', text: `${SD}[a b]` },
    { name: 'the same element twice', text: `${SD}[a b="1"][a b="2"]` },
    { name: 'two spaces before a parameter', text: `${SD}[a  b="1"]` },
    { name: 'more parameters than anybody needs', text: `${SD}[a${' b="1"'.repeat(201)}]` },
  ])('$name', ({ text }) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'SyslogError', failure: 'unparsable' }));
  });

  test.for([
    { name: 'a parameter that is not UTF-8', bytes: [...Buffer.from(`${SD}[a b="`), 0xff, ...Buffer.from('"]')] },
    { name: 'text with byte order mark that is not UTF-8', bytes: [...Buffer.from(`${SD}- \ufeff`), 0xff] },
  ])('$name', ({ bytes }) => {
    expect(() => parseRfc5424(Buffer.from(bytes))).toThrow(expect.objectContaining({ failure: 'unparsable' }));
  });

  test('text without byte order mark may be in any encoding', () => {
    expect(parseRfc5424(Buffer.from([...Buffer.from(`${SD}- caf`), 0xe9])).text).toBe('caf\ufffd');
  });
});
