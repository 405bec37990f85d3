import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { settings } from '#server/platform/config/settings.ts';
import { settingsHelp } from '#server/platform/config/settingsHelp.ts';
import { StartRefusal } from '#server/platform/process/startRefusal.ts';

const production = 'postgres://lastmile_server:hunter22@db.example.net:5432/lastmile';

function refusal(environment: Record<string, string>): StartRefusal {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof StartRefusal) return error;
    throw error;
  }
  throw new Error('was accepted');
}

test('without any setting it is the demo: embedded database, lab, loopback', () => {
  expect(loadConfig({})).toMatchObject({
    http: { host: '127.0.0.1', port: 3000, publicUrl: undefined },
    dataDir: resolve('.data'),
    database: { kind: 'embedded' },
    lab: { on: true, port: 3900, nasPort: 18_728 },
    syslog: { host: '127.0.0.1', port: 5514 },
    routers: {
      facingAddresses: ['127.0.0.1'],
      ntpServers: ['0.pool.ntp.org', '1.pool.ntp.org'],
      authenticationPort: 1812,
      accountingPort: 1813,
      incomingPort: 3799,
    },
    radius: { on: true, addresses: ['0.0.0.0', '::'], stays: false },
    nodeName: hostname(),
    commandRetentionDays: 90,
    metricsToken: undefined,
    log: { level: 'info' },
  });
});

test('DATABASE_URL turns the lab off unless it is asked for', () => {
  expect(loadConfig({ DATABASE_URL: production })).toMatchObject({
    database: { kind: 'external', url: production, ownerUrl: undefined },
    lab: { on: false },
  });
  expect(loadConfig({ DATABASE_URL: production, LASTMILE_LAB: '1' }).lab.on).toBe(true);
});

test('the RADIUS server has two ports, and can be switched off', () => {
  expect(refusal({ LASTMILE_RADIUS_ACCT_PORT: '1812' }).toText()).toContain('LASTMILE_RADIUS_AUTH_PORT');
  expect(loadConfig({ LASTMILE_RADIUS_ACCT_PORT: '1812', LASTMILE_RADIUS: '0' }).radius.on).toBe(false);
  expect(loadConfig({ LASTMILE_RADIUS_ADDRESSES: '10.0.0.1, 2001:db8::1' }).radius.addresses).toEqual([
    '10.0.0.1',
    '2001:db8::1',
  ]);
});

test('a mail server needs a sender and the address that links lead to', () => {
  const LASTMILE_SMTP_URL = 'smtps://noc:hunter22@mail.example.net';
  expect(refusal({ LASTMILE_SMTP_URL }).toText()).toContain('LASTMILE_MAIL_FROM');
  const [LASTMILE_MAIL_FROM, LASTMILE_PUBLIC_URL] = ['Savanna NOC <noc@isp.example.net>', 'https://noc.example'];
  expect(refusal({ LASTMILE_SMTP_URL, LASTMILE_MAIL_FROM }).toText()).toContain('LASTMILE_PUBLIC_URL');
  expect(loadConfig({ LASTMILE_SMTP_URL, LASTMILE_MAIL_FROM, LASTMILE_PUBLIC_URL }).mail).toEqual({
    url: LASTMILE_SMTP_URL,
    from: LASTMILE_MAIL_FROM,
  });
  const wrong = refusal({
    LASTMILE_SMTP_URL: 'http://noc:hunter22@mail.example.net',
    LASTMILE_MAIL_FROM: 'NOC',
  }).toText();
  expect(wrong).not.toContain('hunter22');
});

test('an empty value is no value', () => {
  expect(loadConfig({ LASTMILE_HTTP_PORT: '', DATABASE_URL: '' })).toEqual(loadConfig({}));
});

test('every wrong setting is named in one message, with what it should be', () => {
  const text = refusal({
    LASTMILE_HTTP_PORT: 'eighty',
    LASTMILE_SYSLOG_PORT: '70000',
    LASTMILE_LAB: 'maybe',
    LASTMILE_PUBLIC_URL: 'isp.example.net',
    LASTMILE_LOG_LEVEL: 'loud',
    LASTMILE_COMMAND_RETENTION_DAYS: '0',
  }).toText();
  expect(text).toContain('6 settings are wrong');
  expect(text).toContain('LASTMILE_HTTP_PORT=eighty must be a port number');
  expect(text).toContain('LASTMILE_SYSLOG_PORT=70000 must be a port number from 0 to 65535');
  expect(text).toContain('LASTMILE_LAB=maybe must be 1 or 0');
  expect(text).toContain('LASTMILE_PUBLIC_URL=isp.example.net must look like https://');
  expect(text).toContain('LASTMILE_LOG_LEVEL=loud must be trace,');
  expect(text).toContain('LASTMILE_COMMAND_RETENTION_DAYS=0 must be a number of days from 1 to 3650');
  expect(text).toContain('--help');
});

test('the value of a secret is not repeated in the message', () => {
  const text = refusal({ DATABASE_URL: 'mysql://root:hunter22@db/x', LASTMILE_METRICS_TOKEN: 'hunter22' }).toText();
  expect(text).toContain('DATABASE_URL must look like postgres://');
  expect(text).toContain('LASTMILE_METRICS_TOKEN must have at least 16 characters');
  expect(text).not.toContain('hunter22');
});

test('a misspelled setting is refused with the name it resembles', () => {
  expect(refusal({ LASTMILE_HTTP_PROT: '80' }).message).toContain('did you mean LASTMILE_HTTP_PORT?');
  expect(refusal({ LASTMILE_ZEBRA_STRIPES: '80' }).message).toContain('LASTMILE_ZEBRA_STRIPES is not a setting');
});

test('settings that exclude each other are refused', () => {
  expect(refusal({ LASTMILE_OWNER_DATABASE_URL: production }).message).toContain('without DATABASE_URL');
  expect(refusal({ LASTMILE_HTTP_PORT: '5514' }).message).toContain('also the port of LASTMILE_HTTP_PORT');
  expect(loadConfig({ LASTMILE_HTTP_PORT: '0', LASTMILE_SYSLOG_PORT: '0', LASTMILE_LAB_PORT: '0' }).http.port).toBe(0);
});

test('the help lists every setting with a default', () => {
  const help = settingsHelp();
  for (const name of Object.keys(settings.shape)) expect(help).toContain(`\n  ${name}  (`);
  expect(help.match(/ default: /g)).toHaveLength(Object.keys(settings.shape).length);
  expect(help).toMatch(/LASTMILE_HTTP_PORT.*\n.*\n.*default: 3000\n/);
  expect(help).toMatch(/LASTMILE_DATA_DIR.*\n.*\n.*default: \.data\n/);
});
