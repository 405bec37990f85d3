import { z } from 'zod';
import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { NoticeState } from '#actors/notice/noticeState.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { Caller, CommandEnvelope } from '#actors/system/envelope.ts';
import type { Host } from '#actors/system/ports.ts';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import { NoticeWays } from '#shared/notice/contact.ts';
import { NoticeSubject } from '#shared/notice/values.ts';
import { onCallRefusals } from '#shared/onCall/errors.ts';
import { ActorId, IdempotencyKey, type TenantId } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { refused } from '../platform/http/refused.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { readReceipt } from './noticeReceipt.ts';

export interface NoticeRoutesOptions {
  readonly clock: Clock;
  readonly host: Host;
  readonly secrets: Secrets;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
  readonly load: (tenant: TenantId, id: ActorId) => Promise<NoticeState | undefined>;
  readonly waysOf: (tenant: TenantId) => Promise<NoticeWays>;
}

const Receipt = z.object({ receipt: z.string().max(300), what: z.enum(['shown', 'opened']) });
const ofNotice = z.object({ id: ActorId });
const ANSWER_WITHIN_MS = 10_000;

/** What people and their devices say about notices they got. */
export function noticeRoutes(options: NoticeRoutesOptions): Routes {
  const { clock, host, secrets, ask, load, waysOf } = options;

  function tell(tenant: TenantId, id: ActorId, command: NoticeCommand, caller: Caller): Promise<Reply> {
    return ask({
      address: { tenant, kind: NOTICE, id },
      key: IdempotencyKey.parse(`receipt:${host.newId()}`),
      command,
      caller,
      deadlineAt: clock.now() + ANSWER_WITHIN_MS,
    });
  }

  return (app) => {
    app.get(
      '/api/notices/ways',
      {
        config: { access: 'onCall.view' },
        schema: { summary: 'Ways that notices can take', response: { 200: NoticeWays } },
      },
      (request) => waysOf(requireSubject(request).tenant),
    );
    // From the service worker, which has the message but perhaps no session.
    app.post(
      '/api/notices/receipt',
      { config: { access: 'public' }, schema: { summary: 'A device confirms that a notice arrived', body: Receipt } },
      async (request, reply) => {
        const read = readReceipt(secrets, request.body.receipt);
        if (!read) throw refused(onCallRefusals, 400, 'notice/receipt-unknown');
        const type = request.body.what === 'shown' ? 'notice.show' : 'notice.open';
        await tell(read.tenant, read.noticeId, { type }, { kind: 'system', name: 'device' });
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/notices/:id/open',
      {
        schema: {
          summary: 'A person opened a notice',
          params: ofNotice,
          response: { 200: z.object({ subject: NoticeSubject }) },
        },
      },
      async (request) => {
        const { tenant, userId } = requireSubject(request);
        const notice = await load(tenant, request.params.id);
        if (!notice) throw refused(onCallRefusals, 404, 'notice/not-found');
        // Somebody else who follows the link sees what it is about, too; only the recipient has seen it.
        if (notice.userId === userId) {
          await tell(tenant, notice.id, { type: 'notice.open' }, { kind: 'user', userId, branches: 'all' });
        }
        return { subject: { kind: notice.subjectKind, id: notice.subjectId } };
      },
    );
  };
}
