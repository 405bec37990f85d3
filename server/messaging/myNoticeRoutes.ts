import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import type { Host } from '#actors/system/ports.ts';
import { MyNotices, NewDevice, NoticePhone } from '#shared/notice/contact.ts';
import { ChannelTest } from '#shared/notice/webhook.ts';
import { onCallRefusals } from '#shared/onCall/errors.ts';
import { ActorId } from '#shared/values/ids.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { HttpProblem } from '../platform/http/problem.ts';
import { refused } from '../platform/http/refused.ts';
import type { Mailer } from '../platform/mail/mailer.ts';
import { devicesOf, keepDevice, removeDevice } from './channels/webPush/pushDeviceStore.ts';
import { pushIdentityOf } from './channels/webPush/pushIdentity.ts';
import { pushToDevice, type WebPushChannelOptions } from './channels/webPush/webPushChannel.ts';
import type { ChannelTester } from './channelTester.ts';
import { findRecipient, keepPhone } from './recipientStore.ts';

export interface MyNoticeRoutesOptions extends WebPushChannelOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly host: Host;
  readonly mailer: Mailer;
  readonly tester: ChannelTester;
}

const MOST_DEVICES = 10;
const ofDevice = z.object({ id: z.uuid() });
const Added = z.object({ id: z.uuid() });
const tested = { schema: { response: { 200: ChannelTest } } };

/** How notices reach whoever is logged in: their own devices and number, which nobody else is shown. */
export function myNoticeRoutes(options: MyNoticeRoutesOptions): Routes {
  const { database, clock, host, mailer, tester } = options;
  return (app) => {
    app.get(
      '/api/notices/me',
      { schema: { summary: 'Where the own notices go', response: { 200: MyNotices } } },
      async (request) => {
        const { tenant, userId } = requireSubject(request);
        const { publicKey } = await pushIdentityOf(options, tenant);
        return await database.tenantTx(tenant, async (tx) => {
          const person = await findRecipient(tx, userId);
          const devices = await devicesOf(tx, userId);
          return {
            email: person?.email ?? '',
            emailWorks: mailer.configured,
            phone: person?.phone ?? '',
            pushKey: publicKey,
            devices: devices.map(({ id, label, createdAt, lastDeliveredAt }) => ({
              id,
              label,
              createdAt,
              ...(lastDeliveredAt === undefined ? {} : { lastDeliveredAt }),
            })),
          };
        });
      },
    );
    app.put(
      '/api/notices/me/phone',
      { schema: { summary: 'Change the own phone number for notices', body: z.object({ phone: NoticePhone }) } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const { phone } = request.body;
        await database.tenantTx(tenant, async (tx) => {
          const before = await findRecipient(tx, userId);
          if ((before?.phone ?? '') === phone) return;
          await keepPhone(tx, userId, phone, clock.now());
          await recordAct(tx, {
            kind: 'user',
            id: ActorId.parse(userId),
            type: 'user.noticePhoneChanged',
            personal: { phone: { before: before?.phone ?? null, after: phone || null } },
            by: userId,
            at: clock.now(),
          });
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/notices/me/devices',
      { schema: { summary: 'Let this device receive notices', body: NewDevice, response: { 201: Added } } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const { subscription, label } = request.body;
        const id = await database.tenantTx(tenant, async (tx) => {
          const own = await devicesOf(tx, userId);
          const known = own.some(({ endpoint }) => endpoint === subscription.endpoint);
          if (!known && own.length >= MOST_DEVICES) {
            throw refused(onCallRefusals, 409, 'device/too-many');
          }
          const { endpoint, keys } = subscription;
          const kept = await keepDevice(tx, { id: host.newId(), userId, endpoint, ...keys, label }, clock.now());
          if (!known) {
            const facts = { deviceId: kept };
            const act = { kind: 'user', id: ActorId.parse(userId), type: 'user.deviceAdded', facts } as const;
            await recordAct(tx, { ...act, by: userId, at: clock.now() });
          }
          return kept;
        });
        return reply.code(201).send({ id });
      },
    );
    app.post(
      '/api/notices/me/devices/:id/remove',
      { schema: { summary: 'Stop notices to a device', params: ofDevice } },
      async (request, reply) => {
        const { tenant, userId } = requireSubject(request);
        const { id } = request.params;
        await database.tenantTx(tenant, async (tx) => {
          if (!(await removeDevice(tx, userId, id))) throw noDevice();
          const act = {
            kind: 'user',
            id: ActorId.parse(userId),
            type: 'user.deviceRemoved',
            facts: { deviceId: id },
          } as const;
          await recordAct(tx, { ...act, by: userId, at: clock.now() });
        });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/notices/me/devices/:id/test',
      { schema: { summary: 'Send a test notice to a device', params: ofDevice, ...tested.schema } },
      async (request) => {
        const subject = requireSubject(request);
        const devices = await database.tenantTx(subject.tenant, (tx) => devicesOf(tx, subject.userId));
        const device = devices.find(({ id }) => id === request.params.id);
        if (!device) throw noDevice();
        return await tester.run(subject, (notice, signal) => pushToDevice(options, notice, device, signal));
      },
    );
    app.post(
      '/api/notices/me/email/test',
      { ...tested, schema: { summary: 'Send a test notice by e-mail', ...tested.schema } },
      (request) => tester.test(requireSubject(request), { channel: 'email' }),
    );
  };
}

function noDevice(): HttpProblem {
  return refused(onCallRefusals, 404, 'device/not-found');
}
