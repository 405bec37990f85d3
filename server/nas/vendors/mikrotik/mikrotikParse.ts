import { BlockList, isIPv4 } from 'node:net';
import type { NasService } from '#shared/nas/values.ts';
import type { NasSensor } from '#shared/nas/view.ts';
import { redactLine } from '../../../platform/log/redactLine.ts';
import { decimal, durationMs, flag, quantity, wholeNumber } from '../../../platform/transport/routeros/rowValues.ts';
import type {
  NasActiveChange,
  NasActiveReading,
  NasIdentity,
  NasInterfaceReading,
  NasLogReading,
  NasRateReading,
  NasReplyRow,
  NasVitals,
} from '../nasDriver.ts';

/** The router's answer is not what this menu answers. */
export class MikrotikUnparsable extends Error {
  override readonly name = 'MikrotikUnparsable';
}

function need<T>(value: T | undefined, row: NasReplyRow, field: string): T {
  if (value !== undefined) return value;
  throw new MikrotikUnparsable(`no usable ${field} in ${JSON.stringify(row).slice(0, 300)}`);
}

/** Only what is there, so that rows hold no members that say nothing. */
function present<T extends object>(fields: { [F in keyof T]: T[F] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

export function parseIdentity(
  resource: NasReplyRow,
  identity: NasReplyRow,
  board: NasReplyRow,
  uplink: string | undefined,
): NasIdentity {
  return present<NasIdentity>({
    identity: need(identity['name'], identity, 'name'),
    model: board['model'] ?? need(resource['board-name'], resource, 'board-name'),
    // "7.15.3 (stable)": the channel is news only to its maker.
    version: need(resource['version'], resource, 'version').replace(/ \(.*\)$/, ''),
    architecture: resource['architecture-name'],
    serial: board['serial-number'],
    firmware: board['current-firmware'],
    cpuCount: wholeNumber(resource['cpu-count']),
    uplink,
  });
}

export function parseVitals(row: NasReplyRow): NasVitals {
  const total = quantity(row['total-memory']);
  const free = quantity(row['free-memory']);
  return present<NasVitals>({
    uptimeMs: need(durationMs(row['uptime']), row, 'uptime'),
    cpuPercent: wholeNumber(row['cpu-load']),
    memoryTotalBytes: total,
    memoryUsedBytes: total === undefined || free === undefined ? undefined : total - free,
    storageTotalBytes: quantity(row['total-hdd-space']),
    storageFreeBytes: quantity(row['free-hdd-space']),
  });
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/temperature/, '°C'],
  [/voltage/, 'V'],
  [/fan.*speed/, 'rpm'],
  [/consumption/, 'W'],
  [/current/, 'A'],
];
const unitWords: Readonly<Record<string, string>> = { C: '°C', V: 'V', A: 'A', W: 'W', RPM: 'rpm' };

/** Version 7 has a row per sensor (`name`, `value`, `type`), version 6 one row with all of them as fields. */
export function parseSensors(rows: readonly NasReplyRow[]): readonly NasSensor[] {
  return rows.flatMap((row) => {
    if (row['value'] !== undefined && row['name'] !== undefined) {
      const value = decimal(row['value']);
      const unit = unitWords[row['type'] ?? ''] ?? unitOf(row['name']);
      return value === undefined || unit === undefined ? [] : [{ name: row['name'], value, unit }];
    }
    return Object.entries(row).flatMap(([name, text]) => {
      const value = decimal(/^-?[\d.]+/.exec(text)?.[0]);
      const unit = unitOf(name);
      return value === undefined || unit === undefined ? [] : [{ name, value, unit }];
    });
  });
}

function unitOf(name: string): string | undefined {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1];
}

export function parseInterface(row: NasReplyRow): NasInterfaceReading {
  return present<NasInterfaceReading>({
    name: need(row['name'], row, 'name').slice(0, 200),
    type: row['type'] ?? 'unknown',
    running: flag(row['running']) ?? false,
    disabled: flag(row['disabled']) ?? false,
    comment: row['comment']?.slice(0, 200),
    mac: row['mac-address'],
    mtu: wholeNumber(row['actual-mtu']) ?? wholeNumber(row['mtu']),
    rxBytes: wholeNumber(row['rx-byte']),
    txBytes: wholeNumber(row['tx-byte']),
    rxErrors: wholeNumber(row['rx-error']),
    txErrors: wholeNumber(row['tx-error']),
    linkDowns: wholeNumber(row['link-downs']),
  });
}

export function parseActive(service: NasService, row: NasReplyRow): NasActiveReading {
  const id = need(row['.id'], row, '.id');
  return present<NasActiveReading>({
    id,
    service,
    name: row['name'] ?? row['user'] ?? row['mac-address'] ?? id,
    via: row['service'] ?? row['server'],
    mac: row['caller-id'] ?? row['mac-address'],
    address: row['address'],
    uptimeMs: durationMs(row['uptime']),
    radius: flag(row['radius']) ?? false,
    comment: row['comment']?.slice(0, 200),
  });
}

export function parseActiveChange(service: NasService, row: NasReplyRow): NasActiveChange {
  if (flag(row['.dead']) === true) return { id: need(row['.id'], row, '.id'), gone: true };
  return parseActive(service, row);
}

const SEVERITIES = ['critical', 'error', 'warning', 'debug'] as const;

export function parseLogLine(row: NasReplyRow): NasLogReading {
  const topics = (row['topics'] ?? '').split(',').filter((topic) => topic !== '');
  return {
    time: row['time'] ?? '',
    topics: topics.slice(0, 16),
    severity: SEVERITIES.find((severity) => topics.includes(severity)) ?? 'info',
    message: redactLine(row['message'] ?? '').slice(0, 1_000),
  };
}

export function parseRate(row: NasReplyRow): NasRateReading {
  return present<NasRateReading>({
    name: need(row['name'], row, 'name'),
    rxBps: need(quantity(row['rx-bits-per-second']), row, 'rx-bits-per-second'),
    txBps: need(quantity(row['tx-bits-per-second']), row, 'tx-bits-per-second'),
    rxPps: quantity(row['rx-packets-per-second']),
    txPps: quantity(row['tx-packets-per-second']),
  });
}

/**
 * The interface of the active default route: `10.0.0.1%ether1` in version 7, `10.0.0.1 reachable via  ether1` in 6; where
 * neither is told, the one whose network the gateway is in.
 */
export function parseUplink(routes: readonly NasReplyRow[], addresses: readonly NasReplyRow[]): string | undefined {
  const active = routes.find((row) => flag(row['active']) === true) ?? routes[0];
  const gateway = active?.['gateway'] ?? '';
  const said = /(?:%|via\s+)(\S+?)(?:,|$)/.exec(active?.['immediate-gw'] ?? active?.['gateway-status'] ?? gateway)?.[1];
  if (said !== undefined) return said;
  if (isIPv4(gateway)) return addresses.find((row) => isWithin(row['address'], gateway))?.['interface'];
  return /^[a-z][\w.-]*$/i.test(gateway) ? gateway : undefined;
}

/** `network` as the router writes an address of its own: `100.64.17.2/30`. */
function isWithin(network: string | undefined, address: string): boolean {
  const [own = '', bits = ''] = (network ?? '').split('/');
  if (!isIPv4(own) || !/^([0-9]|[12][0-9]|3[0-2])$/.test(bits)) return false;
  const list = new BlockList();
  list.addSubnet(own, Number(bits));
  return list.check(address);
}
