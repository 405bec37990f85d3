import { describe, expect, test } from 'vitest';
import { takeFrame } from '#server/platform/transport/syslog/framing.ts';
import { SyslogError } from '#server/platform/transport/syslog/syslogError.ts';

const MOST = 20;

function frames(text: string): { messages: string[]; left: string } {
  const bytes = Buffer.from(text, 'latin1');
  const messages: string[] = [];
  let at = 0;
  for (let frame = takeFrame(bytes, at, MOST); frame; frame = takeFrame(bytes, at, MOST)) {
    messages.push(frame.message.toString('latin1'));
    at = frame.next;
  }
  return { messages, left: bytes.toString('latin1', at) };
}

describe('messages are cut out of the stream', () => {
  test.for([
    { name: 'octet counted', stream: '5 <1>ab3 <1>', messages: ['<1>ab', '<1>'], left: '' },
    { name: 'octet counted with line feeds inside', stream: '6 <1>\na\n', messages: ['<1>\na\n'], left: '' },
    {
      name: 'octet counted and ended by a line feed as well',
      stream: '3 <1>\n3 <2>\n',
      messages: ['<1>', '<2>'],
      left: '\n',
    },
    { name: 'lines', stream: '<1>a\n<2>b\n', messages: ['<1>a', '<2>b'], left: '' },
    { name: 'lines with carriage returns', stream: '<1>a\r\n<2>b\r\n', messages: ['<1>a', '<2>b'], left: '' },
    {
      name: 'both framings on one connection',
      stream: '<1>a\n3 <2><3>c\n',
      messages: ['<1>a', '<2>', '<3>c'],
      left: '',
    },
    { name: 'lines ended by NUL and line feed', stream: '\0<1>a\n\0<2>b\n', messages: ['<1>a', '<2>b'], left: '' },
    { name: 'an incomplete count', stream: '1', messages: [], left: '1' },
    { name: 'an incomplete counted message', stream: '5 <1>a', messages: [], left: '5 <1>a' },
    { name: 'an incomplete line', stream: '<1>a\n<2>', messages: ['<1>a'], left: '<2>' },
    { name: 'the longest message allowed', stream: `20 ${'<'.repeat(20)}`, messages: ['<'.repeat(20)], left: '' },
    { name: 'the longest line allowed', stream: `${'<'.repeat(20)}\r\n`, messages: ['<'.repeat(20)], left: '' },
    { name: 'nothing', stream: '', messages: [], left: '' },
  ])('$name', ({ stream, messages, left }) => {
    expect(frames(stream)).toEqual({ messages, left });
  });
});

describe('what is no framing is refused', () => {
  test.for([
    { name: 'text', stream: 'GET / HTTP/1.1\r\n', failure: 'framing' },
    { name: 'a TLS greeting', stream: '\u0016\u0003\u0001', failure: 'framing' },
    { name: 'a count of zero', stream: '0 ', failure: 'framing' },
    { name: 'a count with a letter', stream: '1x <1>', failure: 'framing' },
    { name: 'a count above the limit', stream: '21 <1>', failure: 'too-long' },
    { name: 'a count that never ends', stream: '9'.repeat(400), failure: 'too-long' },
    { name: 'a line above the limit', stream: '<'.repeat(21) + '\n', failure: 'too-long' },
    { name: 'a line that does not end within the limit', stream: '<'.repeat(400), failure: 'too-long' },
  ])('$name', ({ stream, failure }) => {
    const refused = expect.objectContaining({ name: 'SyslogError', failure });
    expect(() => frames(stream)).toThrow(refused);
  });
});

test('an error shows at most 120 characters, control characters escaped', () => {
  const error = new SyslogError('unparsable', 'wrong', `\u0000\u001b[31m${'x'.repeat(5000)}`);
  expect(error.excerpt).toMatch(/^\\x00\\x1b\[31mxxx.*…$/);
  expect(error.excerpt.length).toBeLessThan(130);
});
