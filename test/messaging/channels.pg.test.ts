import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { type Channels, createChannels } from '#server/messaging/channels/all.ts';
import type { OutgoingNotice } from '#server/messaging/channels/channel.ts';
import { sealWebhook } from '#server/messaging/channels/webhook/webhookChannel.ts';
import { insertWebhook } from '#server/messaging/channels/webhook/webhookStore.ts';
import { devicesOf, keepDevice } from '#server/messaging/channels/webPush/pushDeviceStore.ts';
import { readReceipt, receiptOf } from '#server/messaging/noticeReceipt.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { noMailer } from '#server/platform/mail/mailer.ts';
import { createMailer } from '#server/platform/mail/smtpMailer.ts';
import { createTargetGuard } from '#server/platform/outbound/targetGuard.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import type { WebhookRequest } from '#shared/notice/webhook.ts';
import type { TenantId, UserId } from '#shared/values/ids.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { seedTenant } from '#test/support/seedTenant.ts';
import { createPushReader, readVapid } from './pushReader.ts';
import { startReceiver } from './receiver.ts';

const key = randomBytes(32);
const secrets = createSecrets([{ id: randomBytes(8), key }]);
const loopback = ['127.0.0.0/8'];

function channelsOn(database: Database, allowed: readonly string[] = loopback, smtp?: string): Channels {
  return createChannels({
    database,
    secrets,
    clock: systemClock,
    guard: createTargetGuard(allowed),
    mailer: smtp === undefined ? noMailer : createMailer({ url: smtp, from: 'NOC <noc@isp.test>' }),
    contact: 'mailto:noc@isp.test',
    receiptOf: (tenant, noticeId) => receiptOf(secrets, tenant, noticeId),
  });
}

function noticeTo(tenant: TenantId, userId: UserId, more: Partial<OutgoingNotice> = {}): OutgoingNotice {
  return {
    ...{
      tenant,
      noticeId: randomUUID(),
      attempt: 1,
      severity: 'critical',
      company: 'Savanna',
      sentAt: Date.UTC(2026, 10, 21),
    },
    ...{ title: 'CRITICAL OLT-1: lossOfSignal', text: 'LOS "quoted" & more\nাঅ', link: 'https://isp.test/n/1' },
    recipient: { userId, name: 'Otieno', email: 'otieno@isp.test', phone: '+254700123456' },
    ...more,
  };
}

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

async function webhookOf(database: Database, tenant: TenantId, request: Partial<WebhookRequest> & { url: string }) {
  const id = randomUUID();
  const whole: WebhookRequest = {
    ...{ method: 'POST', headers: [], secretHeaders: [], body: { kind: 'none' }, signed: false },
    ...request,
  };
  const sealed = sealWebhook(secrets, tenant, { headers: { 'X-Key': 's3cret' }, signingKey: 'a signing key of ours' });
  await database.tenantTx(tenant, (tx) => insertWebhook(tx, { id, name: 'Gateway', request: whole, sealed }, 0));
  return { channel: 'webhook', webhookId: id } as const;
}

test('a webhook carries the message, secret headers and a signature that the receiver can check', async () => {
  await using db = await createTestDatabase();
  await using gateway = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const template = '{"to":"{{phone}}","lines":["{{title}}","{{text}}"],"n":1,"unknown":"{{nope}}"}';
  const route = await webhookOf(db.database, tenant, {
    ...{
      url: `${gateway.url}/send?from=isp`,
      body: { kind: 'json', template },
      secretHeaders: ['X-Key'],
      signed: true,
    },
  });
  const notice = noticeTo(tenant, users[0]);
  const delivery = await channelsOn(db.database).deliver(notice, route, patience());
  expect(delivery).toEqual({ ok: true, proof: 'HTTP 200 taken' });
  const [got] = gateway.received;
  expect(JSON.parse(got!.body.toString())).toEqual({
    ...{ to: '+254700123456', lines: [notice.title, notice.text], n: 1, unknown: '{{nope}}' },
  });
  expect(got).toMatchObject({ method: 'POST', path: '/send?from=isp' });
  expect(got!.headers).toMatchObject({ 'x-key': 's3cret', 'idempotency-key': notice.noticeId });
  const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(got!.headers['x-lastmile-signature'])) ?? [];
  const expected = createHmac('sha256', 'a signing key of ours').update(`${seconds}.${got!.body.toString()}`);
  expect(mac).toBe(expected.digest('hex'));
});

test('an SMS gateway that wants GET or a form gets its placeholders where they cannot break out', async () => {
  await using db = await createTestDatabase();
  await using gateway = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const get = await webhookOf(db.database, tenant, {
    method: 'GET',
    url: `${gateway.url}/sms?to={{phone}}&msg={{text}}`,
  });
  const form = await webhookOf(db.database, tenant, {
    ...{ url: gateway.url, body: { kind: 'form', template: 'to={{phone}}\nmsg={{text}}' } },
  });
  const notice = noticeTo(tenant, users[0], { text: 'a&to=+1=2' });
  await channelsOn(db.database).deliver(notice, get, patience());
  await channelsOn(db.database).deliver(notice, form, patience());
  const [first, second] = gateway.received;
  const query = new URLSearchParams(first!.path.split('?')[1]);
  expect([...query]).toEqual([
    ['to', '+254700123456'],
    ['msg', 'a&to=+1=2'],
  ]);
  expect([...new URLSearchParams(second!.body.toString())]).toEqual([...query]);
});

test.for([
  [500, true],
  [429, true],
  [404, false],
  [302, false],
] as const)('a webhook that answers %s may be tried again: %s', async ([status, retry]) => {
  await using db = await createTestDatabase();
  await using gateway = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const route = await webhookOf(db.database, tenant, { url: gateway.url });
  gateway.statuses.push(status);
  const delivery = await channelsOn(db.database).deliver(noticeTo(tenant, users[0]), route, patience());
  expect(delivery).toMatchObject({ ok: false, retry });
  expect(gateway.received).toHaveLength(1);
});

test('without leave of the operator nothing goes to this machine or its networks, by number or by name', async () => {
  await using db = await createTestDatabase();
  await using gateway = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const port = new URL(gateway.url).port;
  const channels = channelsOn(db.database, []);
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '0.0.0.0']) {
    const route = await webhookOf(db.database, tenant, { url: `http://${host}:${port}/` });
    const delivery = await channels.deliver(noticeTo(tenant, users[0]), route, patience());
    expect([host, delivery]).toMatchObject([host, { ok: false, retry: false }]);
  }
  expect(gateway.received).toEqual([]);
});

test('a push notice is readable by its device alone, names the server, and brings a receipt', async () => {
  await using db = await createTestDatabase();
  await using service = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const reader = createPushReader();
  const device = {
    id: randomUUID(),
    userId: users[0],
    endpoint: `${service.url}/push/1`,
    ...reader.keys,
    label: 'Phone',
  };
  await db.database.tenantTx(tenant, (tx) => keepDevice(tx, device, 0));
  service.statuses.push(201, 201);
  const channels = channelsOn(db.database);
  const notice = noticeTo(tenant, users[0]);
  const delivery = await channels.deliver(notice, { channel: 'push' }, patience());
  expect(delivery).toEqual({ ok: true, proof: 'HTTP 201 from 127.0.0.1, 1 device' });
  const [got] = service.received;
  expect(got!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '14400' });
  expect(got!.body.includes('CRITICAL')).toBe(false);
  const message = reader.decrypt(got!.body) as Record<string, string>;
  expect(message).toMatchObject({ noticeId: notice.noticeId, title: notice.title, text: notice.text, link: '/n/1' });
  expect(readReceipt(secrets, message['receipt']!)).toEqual({ tenant, noticeId: notice.noticeId });
  expect(readReceipt(secrets, `${message['receipt']!.slice(0, -2)}AA`)).toBeUndefined();
  const vapid = readVapid(String(got!.headers.authorization));
  expect(vapid.claims).toMatchObject({ aud: service.url, sub: 'mailto:noc@isp.test' });
  await channels.deliver(notice, { channel: 'push' }, patience());
  expect(readVapid(String(service.received[1]!.headers.authorization)).key).toBe(vapid.key);
});

test('a device that its push service has forgotten is forgotten here, and nobody is tried without one', async () => {
  await using db = await createTestDatabase();
  await using service = await startReceiver();
  const { tenant, users } = await seedTenant(db);
  const device = {
    id: randomUUID(),
    userId: users[0],
    endpoint: service.url,
    ...createPushReader().keys,
    label: 'Phone',
  };
  await db.database.tenantTx(tenant, (tx) => keepDevice(tx, device, 0));
  service.statuses.push(410);
  const channels = channelsOn(db.database);
  const gone = await channels.deliver(noticeTo(tenant, users[0]), { channel: 'push' }, patience());
  expect(gone).toMatchObject({ ok: false, retry: false });
  expect(await db.database.tenantTx(tenant, (tx) => devicesOf(tx, users[0]))).toEqual([]);
  const none = await channels.deliver(noticeTo(tenant, users[0]), { channel: 'push' }, patience());
  expect(none).toMatchObject({ ok: false, why: 'The person has no device for push notices.', retry: false });
});

test('e-mail is handed to a real mail server, whose answer is the proof', async () => {
  await using db = await createTestDatabase();
  const { tenant, users } = await seedTenant(db);
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address === 'gone@isp.test' ? Object.assign(new Error('no such box'), { responseCode: 550 }) : undefined),
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString()));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => resolve((listening.address() as { port: number }).port));
  });
  try {
    const channels = channelsOn(db.database, [], `smtp://127.0.0.1:${port}`);
    const notice = noticeTo(tenant, users[0]);
    const delivery = await channels.deliver(notice, { channel: 'email' }, patience());
    expect(delivery).toMatchObject({ ok: true });
    expect(mails[0]).toContain('Subject: [Savanna] CRITICAL OLT-1: lossOfSignal');
    expect(mails[0]).toContain('https://isp.test/n/1');
    const gone = noticeTo(tenant, users[0], { recipient: { ...notice.recipient!, email: 'gone@isp.test' } });
    expect(await channels.deliver(gone, { channel: 'email' }, patience())).toMatchObject({ ok: false, retry: false });
  } finally {
    await new Promise<void>((resolve) => server.close(resolve));
  }
});
