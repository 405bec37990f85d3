import { describe, expect, test } from 'vitest';
import {
  MikrotikUnparsable,
  parseActiveChange,
  parseInterface,
  parseLogLine,
  parseSensors,
  parseUplink,
  parseVitals,
} from '#server/nas/vendors/mikrotik/mikrotikParse.ts';
import { decimal, durationMs, flag, quantity, wholeNumber } from '#server/platform/transport/routeros/rowValues.ts';

test.for([
  ['1w2d3h4m5s', 788_645_000],
  ['5m30s', 330_000],
  ['01:22:53', 4_973_000],
  ['2d01:00:00', 176_400_000],
  ['10ms', 10],
  ['0s', 0],
  ['', undefined],
  ['soon', undefined],
  ['5', undefined],
] as const)('%s lasts %s ms', ([text, ms]) => expect(durationMs(text)).toBe(ms));

test('values of all versions are read, and what is none is refused', () => {
  expect([flag('true'), flag('yes'), flag('no'), flag('maybe')]).toEqual([true, true, false, undefined]);
  expect([quantity('1234'), quantity('128.5MiB'), quantity('10Mbps'), quantity('x')]).toEqual([
    1_234,
    134_742_016,
    10_000_000,
    undefined,
  ]);
  expect([wholeNumber('12'), wholeNumber('12a'), decimal('23.9'), decimal('-4')]).toEqual([12, undefined, 23.9, -4]);
});

describe('a router’s words', () => {
  test('sensors of version 7 and of version 6 are the same sensors', () => {
    const seven = [
      { '.id': '*D', name: 'voltage', value: '24.1', type: 'V' },
      { '.id': '*E', name: 'temperature', value: '41', type: 'C' },
      { '.id': '*F', name: 'fan1-speed', value: '4300', type: 'RPM' },
      { '.id': '*10', name: 'psu1-state', value: 'ok', type: '' },
    ];
    const expected = [
      { name: 'voltage', value: 24.1, unit: 'V' },
      { name: 'temperature', value: 41, unit: '°C' },
      { name: 'fan1-speed', value: 4_300, unit: 'rpm' },
    ];
    expect(parseSensors(seven)).toEqual(expected);
    expect(
      parseSensors([{ voltage: '24.1V', temperature: '41C', 'fan1-speed': '4300RPM', 'fan-mode': 'auto' }]),
    ).toEqual(expected);
    expect(parseSensors([])).toEqual([]);
  });

  test('what can not be understood is refused, not guessed', () => {
    expect(() => parseVitals({ 'cpu-load': '5' })).toThrow(MikrotikUnparsable);
    expect(() => parseInterface({ type: 'ether' })).toThrow(MikrotikUnparsable);
    expect(() => parseActiveChange('ppp', { name: 'x' })).toThrow(MikrotikUnparsable);
  });

  test('who goes is told by id alone', () => {
    expect(parseActiveChange('ppp', { '.id': '*1', '.dead': 'yes' })).toEqual({ id: '*1', gone: true });
    expect(parseActiveChange('ppp', { '.id': '*1', '.dead': 'true' })).toEqual({ id: '*1', gone: true });
    expect(
      parseActiveChange('hotspot', { '.id': '*2', user: 'v1', server: 'hs1', 'mac-address': 'AA', radius: 'true' }),
    ).toEqual({ id: '*2', service: 'hotspot', name: 'v1', via: 'hs1', mac: 'AA', radius: true });
  });

  test('a log line has its severity by topic, and no password', () => {
    const line = parseLogLine({
      time: 'jan/02 03:04:05',
      topics: 'system,error',
      message: 'login failed password=abc123',
    });
    expect(line).toMatchObject({
      severity: 'error',
      topics: ['system', 'error'],
      message: 'login failed password=[hidden]',
    });
  });

  test.for<[string, Record<string, string>, string | undefined]>([
    ['version 7', { active: 'true', gateway: '10.0.0.1', 'immediate-gw': '10.0.0.1%ether1' }, 'ether1'],
    ['version 6', { active: 'true', gateway: '10.0.0.1', 'gateway-status': '10.0.0.1 reachable via  sfp1' }, 'sfp1'],
    ['the network', { active: 'true', gateway: '100.64.0.1' }, 'vlan9'],
    ['an interface as gateway', { active: 'true', gateway: 'pppoe-out1' }, 'pppoe-out1'],
    ['nothing', { active: 'true', gateway: '192.0.2.1' }, undefined],
  ])('the uplink is known by %s', ([, route, uplink]) => {
    const addresses = [
      { address: '10.9.0.1/24', interface: 'lan' },
      { address: '100.64.0.2/30', interface: 'vlan9' },
    ];
    expect(parseUplink([route], addresses)).toBe(uplink);
  });
});
