import { expect, test } from 'vitest';
import { redactLine } from '#server/platform/log/redactLine.ts';

test.for([
  { line: 'login failed password=hunter2 from 10.0.0.1', kept: 'login failed password=[hidden] from 10.0.0.1' },
  { line: 'user=admin passwd: "two words" ok', kept: 'user=admin passwd: [hidden] ok' },
  { line: '{"api_key":"abc123","slot":4}', kept: '{"api_key":[hidden],"slot":4}' },
  { line: 'snmp-server community=public1 ro', kept: 'snmp-server community=[hidden] ro' },
  { line: 'Authorization: Bearer abcdefghijklmnop', kept: 'Authorization: Bearer [hidden]' },
  { line: 'ftp://admin:s3cret@10.0.0.9/config', kept: 'ftp://admin:[hidden]@10.0.0.9/config' },
  { line: 'wifi_psk=deadbeef, channel 6', kept: 'wifi_psk=[hidden], channel 6' },
])('$line', ({ line, kept }) => {
  expect(redactLine(line)).toBe(kept);
});

test.for([
  'Feeder fibre dark at PON OLT-1/0/3',
  'community cabinet door open',
  'the password was changed',
  '[alarm resource="a"]',
])('%s stays as it is', (line) => {
  expect(redactLine(line)).toBe(line);
});
