import type { Clock } from '#actors/system/clock.ts';
import type { Host } from '#actors/system/ports.ts';
import type { NoticeRoute } from '#shared/notice/values.ts';
import type { ChannelTest } from '#shared/notice/webhook.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Channels } from './channels/all.ts';
import type { Delivery, OutgoingNotice } from './channels/channel.ts';
import { companyName, findRecipient } from './recipientStore.ts';

export interface ChannelTesterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly host: Host;
  readonly channels: Channels;
  readonly consoleUrl: string;
}

/** Really sends to whoever presses the button, and says what the channel answered. */
export interface ChannelTester {
  test(subject: Subject, route: NoticeRoute): Promise<ChannelTest>;
  /** The same with a way of its own, e.g. to one device. */
  run(
    subject: Subject,
    deliver: (notice: OutgoingNotice, signal: AbortSignal) => Promise<Delivery>,
  ): Promise<ChannelTest>;
}

const TEST_WITHIN_MS = 12_000;

export function createChannelTester(options: ChannelTesterOptions): ChannelTester {
  const { clock, channels } = options;
  const run: ChannelTester['run'] = async (subject, deliver) => {
    const notice = await testNotice(options, subject);
    const begunAt = clock.now();
    const delivery = await deliver(notice, AbortSignal.timeout(TEST_WITHIN_MS));
    const tookMs = Math.max(0, Math.round(clock.now() - begunAt));
    return { ok: delivery.ok, tookMs, outcome: delivery.ok ? delivery.proof : delivery.why };
  };
  return {
    run,
    test: (subject, route) => run(subject, (notice, signal) => channels.deliver(notice, route, signal)),
  };
}

async function testNotice(
  { database, clock, host, consoleUrl }: ChannelTesterOptions,
  { tenant, userId, userName }: Subject,
): Promise<OutgoingNotice> {
  const [company, recipient] = await database.tenantTx(tenant, async (tx) => [
    await companyName(tx),
    await findRecipient(tx, userId),
  ]);
  return {
    tenant,
    noticeId: host.newId(),
    attempt: 1,
    title: 'Test notice',
    text: `${userName} tests whether notices arrive. Nothing is wrong.`,
    severity: 'indeterminate',
    link: `${consoleUrl}/on-call`,
    company,
    sentAt: clock.now(),
    recipient,
  };
}
