import { emptyContext as emptyEscalation } from '#actors/escalation/escalationMachine.ts';
import { emptyContext as emptyNotice } from '#actors/notice/noticeMachine.ts';
import * as webhooks from '#server/messaging/channels/webhook/webhookStore.ts';
import * as pushDevices from '#server/messaging/channels/webPush/pushDeviceStore.ts';
import * as pushIdentities from '#server/messaging/channels/webPush/pushIdentityStore.ts';
import * as notices from '#server/messaging/noticeStore.ts';
import * as recipients from '#server/messaging/recipientStore.ts';
import * as covers from '#server/onCall/coverStore.ts';
import * as escalations from '#server/onCall/escalationStore.ts';
import * as onCallPeople from '#server/onCall/peopleStore.ts';
import * as policies from '#server/onCall/policyStore.ts';
import * as rotas from '#server/onCall/rotaStore.ts';
import type { DomainWrite } from '#server/platform/actors/domainTable.ts';
import { defaultPolicy } from '#shared/onCall/policy.ts';
import type { Pick } from './pick.ts';
import { apart, inClient, inTx, type StoreCase } from './storeCase.ts';

const newDevice = (pick: Pick): pushDevices.NewPushDevice => ({
  id: pick.id(),
  userId: pick.user(),
  endpoint: `https://push.test/${pick.ownMark()}${pick.number(5)}`,
  p256dh: 'key',
  auth: 'key',
  label: `${pick.ownMark()}device`,
});
const webhook = (pick: Pick, id: string): webhooks.WebhookWrite => ({
  id,
  name: `${pick.ownMark()}webhook`,
  request: {
    method: 'POST',
    url: 'https://hook.test',
    headers: [],
    secretHeaders: [],
    body: { kind: 'none' },
    signed: false,
  },
  sealed: undefined,
});
const rota = (pick: Pick): Parameters<typeof rotas.insertRota>[2] => ({
  name: `${pick.ownMark()}rota`,
  branchId: pick.branch(),
  timeZone: 'UTC',
  layers: [],
});
const policy = (pick: Pick): Parameters<typeof policies.insertPolicy>[2] => ({
  ...defaultPolicy,
  name: `${pick.ownMark()}policy`,
  branches: [pick.branch()],
});
const cover = (pick: Pick): Parameters<typeof covers.insertCover>[1] => ({
  id: pick.id(),
  rotaId: pick.actor(),
  layerId: 'a',
  state: 'offered',
  givenBy: pick.user(),
  from: 1,
  until: 2,
  note: `${pick.ownMark()}note`,
  createdBy: pick.user(),
  createdAt: 1,
});
const noticeWrite = (pick: Pick): DomainWrite => ({
  id: pick.actor(),
  expectedVersion: 0,
  state: {
    ...emptyNotice,
    id: pick.actor(),
    state: 'queued',
    subjectId: pick.actor(),
    userId: pick.user(),
    title: `${pick.ownMark()}notice`,
  },
});
const escalationWrite = (pick: Pick): DomainWrite => ({
  id: pick.actor(),
  expectedVersion: 0,
  state: { ...emptyEscalation, id: pick.actor(), state: 'ended', policyId: pick.actor(), branchId: pick.branch() },
});

export const onCallStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/messaging/channels/webPush/pushDeviceStore.ts#devicesOf': inTx((tx, pick) =>
    pushDevices.devicesOf(tx, pick.user()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#countDevices': inTx((tx) => pushDevices.countDevices(tx)),
  'server/messaging/channels/webPush/pushDeviceStore.ts#keepDevice': inTx((tx, pick) =>
    pushDevices.keepDevice(tx, newDevice(pick), pick.at()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#removeDevice': inTx((tx, pick) =>
    pushDevices.removeDevice(tx, pick.user(), pick.actor()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#forgetDevice': inTx((tx, pick) =>
    pushDevices.forgetDevice(tx, pick.actor()),
  ),
  'server/messaging/channels/webPush/pushDeviceStore.ts#markDelivered': inTx((tx, pick) =>
    pushDevices.markDelivered(tx, pick.actor(), pick.at()),
  ),
  'server/messaging/channels/webPush/pushIdentityStore.ts#findPushIdentity': inTx((tx) =>
    pushIdentities.findPushIdentity(tx),
  ),
  'server/messaging/channels/webPush/pushIdentityStore.ts#keepPushIdentity': inTx((tx, pick) =>
    pushIdentities.keepPushIdentity(
      tx,
      { publicKey: `${pick.ownMark()}key`, sealedPrivateKey: pick.bytes() },
      pick.at(),
    ),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#listWebhooks': inTx((tx) => webhooks.listWebhooks(tx)),
  'server/messaging/channels/webhook/webhookStore.ts#findWebhook': inTx((tx, pick) =>
    webhooks.findWebhook(tx, pick.actor()),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#insertWebhook': inTx((tx, pick) =>
    webhooks.insertWebhook(tx, webhook(pick, pick.id()), pick.at()),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#updateWebhook': inTx((tx, pick) =>
    webhooks.updateWebhook(tx, webhook(pick, pick.actor()), 1),
  ),
  'server/messaging/channels/webhook/webhookStore.ts#archiveWebhook': inTx((tx, pick) =>
    webhooks.archiveWebhook(tx, pick.actor(), pick.at()),
  ),
  'server/messaging/noticeStore.ts#loadNotice': inClient((client, tenant, pick) =>
    notices.loadNotice(client, tenant, pick.actor()),
  ),
  'server/messaging/noticeStore.ts#noticesBeingSent': inClient((client, tenant) =>
    notices.noticesBeingSent(client, tenant),
  ),
  'server/messaging/noticeStore.ts#listNotices': inClient((client, tenant, pick) =>
    notices.listNotices(client, tenant, { failedOnly: false, offset: 0, limit: 50, branches: pick.branches() }),
  ),
  'server/messaging/noticeStore.ts#noticeTable.parse': apart('reads a row and no database'),
  'server/messaging/noticeStore.ts#noticeTable.load': inClient((client, tenant, pick) =>
    notices.noticeTable.load(client, tenant, pick.actors()),
  ),
  'server/messaging/noticeStore.ts#noticeTable.versions': inClient((client, tenant, pick) =>
    notices.noticeTable.versions(client, tenant, pick.actors()),
  ),
  'server/messaging/noticeStore.ts#noticeTable.save': inClient((client, tenant, pick) =>
    notices.noticeTable.save(client, tenant, [noticeWrite(pick)]),
  ),
  'server/messaging/recipientStore.ts#findRecipient': inTx((tx, pick) => recipients.findRecipient(tx, pick.user())),
  'server/messaging/recipientStore.ts#companyName': inTx((tx) => recipients.companyName(tx)),
  'server/messaging/recipientStore.ts#keepPhone': inTx((tx, pick) =>
    recipients.keepPhone(tx, pick.user(), pick.one(['', '+254700123456']), pick.at()),
  ),
  'server/messaging/recipientStore.ts#usersWithPhone': inTx((tx) => recipients.usersWithPhone(tx)),
  'server/onCall/coverStore.ts#listCovers': inTx((tx, pick) => covers.listCovers(tx, pick.at())),
  'server/onCall/coverStore.ts#rotaNamesOfCovers': inTx((tx, pick) => covers.rotaNamesOfCovers(tx, pick.actors())),
  'server/onCall/coverStore.ts#lockCover': inTx((tx, pick) => covers.lockCover(tx, pick.actor())),
  'server/onCall/coverStore.ts#insertCover': inTx((tx, pick) => covers.insertCover(tx, cover(pick))),
  'server/onCall/coverStore.ts#decideCover': inTx((tx, pick) =>
    covers.decideCover(tx, {
      id: pick.actor(),
      state: 'accepted',
      takenBy: pick.user(),
      by: pick.user(),
      at: pick.at(),
    }),
  ),
  'server/onCall/escalationStore.ts#loadEscalations': inClient((client, tenant, pick) =>
    escalations.loadEscalations(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#alarmsNow': inTx((tx, pick) => escalations.alarmsNow(tx, pick.actors())),
  'server/onCall/escalationStore.ts#unescalatedAlarms': inTx((tx, pick) =>
    escalations.unescalatedAlarms(tx, ['critical', 'major'], 1 + pick.number(9)),
  ),
  'server/onCall/escalationStore.ts#countWaiting': inTx((tx) => escalations.countWaiting(tx)),
  'server/onCall/escalationStore.ts#openEscalations': inTx((tx, pick) =>
    escalations.openEscalations(tx, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#noticesOfStep': inTx((tx, pick) =>
    escalations.noticesOfStep(tx, pick.actor(), { startedAt: pick.at(), round: 0, step: 0 }),
  ),
  'server/onCall/escalationStore.ts#stepOfNotice': inTx((tx, pick) => escalations.stepOfNotice(tx, pick.actor())),
  'server/onCall/escalationStore.ts#openNoticesAbout': inTx((tx, pick) =>
    escalations.openNoticesAbout(tx, pick.actor()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.parse': apart('reads a row and no database'),
  'server/onCall/escalationStore.ts#escalationTable.load': inClient((client, tenant, pick) =>
    escalations.escalationTable.load(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.versions': inClient((client, tenant, pick) =>
    escalations.escalationTable.versions(client, tenant, pick.actors()),
  ),
  'server/onCall/escalationStore.ts#escalationTable.save': inClient((client, tenant, pick) =>
    escalations.escalationTable.save(client, tenant, [escalationWrite(pick)]),
  ),
  'server/onCall/peopleStore.ts#listPeople': inTx((tx) => onCallPeople.listPeople(tx)),
  'server/onCall/peopleStore.ts#listRoles': inTx((tx) => onCallPeople.listRoles(tx)),
  'server/onCall/peopleStore.ts#listBranches': inTx((tx) => onCallPeople.listBranches(tx)),
  'server/onCall/policyStore.ts#listPolicies': inTx((tx) => policies.listPolicies(tx)),
  'server/onCall/policyStore.ts#everHadPolicy': inTx((tx) => policies.everHadPolicy(tx)),
  'server/onCall/policyStore.ts#insertPolicy': inTx((tx, pick) =>
    policies.insertPolicy(tx, pick.id(), policy(pick), pick.at()),
  ),
  'server/onCall/policyStore.ts#updatePolicy': inTx((tx, pick) =>
    policies.updatePolicy(tx, pick.actor(), 1, policy(pick)),
  ),
  'server/onCall/policyStore.ts#orderPolicies': inTx((tx, pick) => policies.orderPolicies(tx, pick.actors())),
  'server/onCall/policyStore.ts#archivePolicy': inTx((tx, pick) => policies.archivePolicy(tx, pick.actor(), pick.at())),
  'server/onCall/rotaStore.ts#listRotas': inTx((tx, pick) => rotas.listRotas(tx, pick.branches())),
  'server/onCall/rotaStore.ts#everHadRota': inTx((tx) => rotas.everHadRota(tx)),
  'server/onCall/rotaStore.ts#findRota': inTx((tx, pick) => rotas.findRota(tx, pick.actor())),
  'server/onCall/rotaStore.ts#insertRota': inTx((tx, pick) => rotas.insertRota(tx, pick.id(), rota(pick), pick.at())),
  'server/onCall/rotaStore.ts#updateRota': inTx((tx, pick) => rotas.updateRota(tx, pick.actor(), 1, rota(pick))),
  'server/onCall/rotaStore.ts#archiveRota': inTx((tx, pick) => rotas.archiveRota(tx, pick.actor(), pick.at())),
};
