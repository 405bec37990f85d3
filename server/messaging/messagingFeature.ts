import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { NoticeState } from '#actors/notice/noticeState.ts';
import type { NoticeWays } from '#shared/notice/contact.ts';
import { NoticeEvent } from '#shared/notice/events.ts';
import type { ActorId, TenantId } from '#shared/values/ids.ts';
import { inTenant } from '../platform/db/inTenant.ts';
import { readHeadOf } from '../platform/eventLog/actorEventStore.ts';
import type { Follower } from '../platform/eventLog/follower.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import type { ViewSource } from '../platform/live/viewSource.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { createTargetGuard } from '../platform/outbound/targetGuard.ts';
import { type ChannelsOptions, createChannels } from './channels/all.ts';
import { listWebhooks } from './channels/webhook/webhookStore.ts';
import { countDevices } from './channels/webPush/pushDeviceStore.ts';
import { createChannelTester } from './channelTester.ts';
import { myNoticeRoutes } from './myNoticeRoutes.ts';
import { receiptOf } from './noticeReceipt.ts';
import { noticeRoutes } from './noticeRoutes.ts';
import { NoticeSender } from './noticeSender.ts';
import { listNotices, loadNotice, noticesBeingSent } from './noticeStore.ts';
import { type NoticeNames, noticeView } from './noticeView.ts';
import { companyName, findRecipient, usersWithPhone } from './recipientStore.ts';
import { webhookRoutes } from './webhookRoutes.ts';

/** Notices on their way out of the house, and the ways they take. */
export interface MessagingFeature extends Feature {
  /** Which ways there are now, and whom they reach. */
  waysOf(tenant: TenantId): Promise<NoticeWays>;
}

export function createMessagingFeature(context: FeatureContext): MessagingFeature {
  const { config, clock, host, database, eventLog, secrets, mailer, repeating, ask } = context;
  const { publicUrl, host: listenHost, port } = config.http;
  const consoleUrl = publicUrl ?? `http://${listenHost}:${port}`;
  const followers = new Map<TenantId, Follower>();
  const watchers = new Map<TenantId, Set<() => void>>();
  const guard = createTargetGuard(config.privateTargets);
  const contact = publicUrl?.startsWith('https:') ? publicUrl : 'mailto:operator@lastmile.invalid';
  const channelOptions: ChannelsOptions = {
    database,
    secrets,
    clock,
    guard,
    mailer,
    contact,
    receiptOf: (tenant, noticeId) => receiptOf(secrets, tenant, noticeId),
  };
  const channels = createChannels(channelOptions);
  const tester = createChannelTester({ database, clock, host, channels, consoleUrl });
  const load = (tenant: TenantId, id: ActorId): Promise<NoticeState | undefined> =>
    inTenant(database.appPool, tenant, (client) => loadNotice(client, tenant, id));
  const sender = new NoticeSender({
    clock,
    channels,
    ask,
    fence: context.fence,
    load,
    addresseeOf: ({ userId }, tenant) =>
      database.tenantTx(tenant, async (tx) => ({
        company: await companyName(tx),
        recipient: userId === undefined ? undefined : ((await findRecipient(tx, userId)) ?? ('gone' as const)),
      })),
    linkOf: (noticeId) => `${consoleUrl}/n/${noticeId}`,
    onTrouble: (err) =>
      repeating.report('notice.send', 'error', { err }, 'a notice could not be sent; it is tried again'),
  });

  async function follow(tenant: TenantId): Promise<void> {
    if (followers.has(tenant)) return;
    const head = await inTenant(database.appPool, tenant, (client) => readHeadOf(client, tenant));
    const follower = eventLog.follow({
      tenant,
      name: 'notice sender',
      from: head,
      onEvents(records) {
        const ours = records.filter(({ kind }) => kind === NOTICE);
        for (const { type, data, actorId } of ours) {
          const event = NoticeEvent.safeParse({ ...data, type });
          if (event.success && event.data.type === 'notice.attempted') sender.send(tenant, actorId, event.data.attempt);
        }
        if (ours.length > 0) for (const watcher of watchers.get(tenant) ?? []) watcher();
      },
    });
    followers.set(tenant, follower);
    // What an earlier run had taken on; what another server sends is not ours to send.
    const open = await inTenant(database.appPool, tenant, (client) => noticesBeingSent(client, tenant));
    for (const { id, attempts } of open) sender.send(tenant, id, attempts);
  }

  const waysOf = (tenant: TenantId): Promise<NoticeWays> =>
    database.tenantTx(tenant, async (tx) => {
      const [devices, phones, webhooks] = [await countDevices(tx), await usersWithPhone(tx), await listWebhooks(tx)];
      return {
        emailWorks: mailer.configured,
        webhooks: webhooks.map(({ id, name }) => ({ id, name })),
        people: [...new Set([...devices.keys(), ...phones])].map((userId) => ({
          userId,
          devices: devices.get(userId) ?? 0,
          phone: phones.has(userId),
        })),
      };
    });

  async function namesOf(tenant: TenantId): Promise<NoticeNames> {
    const names = await context.names.namesOf(tenant);
    const webhooks = await database.tenantTx(tenant, listWebhooks);
    return {
      userName: (id) => names.userName(id),
      webhookName: (id) => webhooks.find((webhook) => webhook.id === id)?.name,
    };
  }

  return {
    name: 'messaging',
    objectNames: {
      [NOTICE]: storedNames(database, 'notice', 'title'),
      noticeWebhook: storedNames(database, 'notice_webhook', 'name'),
    },
    waysOf,
    routes: (app) => {
      noticeRoutes({ clock, host, secrets, ask, load, waysOf })(app);
      myNoticeRoutes({ ...channelOptions, database, host, tester })(app);
      webhookRoutes({ database, secrets, clock, host, tester })(app);
    },
    views: [
      noticeView({
        clock,
        list: (tenant, page) => inTenant(database.appPool, tenant, (client) => listNotices(client, tenant, page)),
        namesOf,
        onChange(tenant, callback) {
          const set = watchers.get(tenant) ?? new Set();
          watchers.set(tenant, set.add(callback));
          return () => void set.delete(callback);
        },
        onTrouble: (err) => repeating.report('notice.view', 'warn', { err }, 'the list of notices could not be read'),
      }),
    ] as readonly ViewSource[],
    async start() {
      for (const tenant of context.tenants()) await follow(tenant);
    },
    tenantAdded: follow,
    async stop() {
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
      followers.clear();
      await sender.stop();
    },
  };
}
