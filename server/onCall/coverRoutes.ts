import { z } from 'zod';
import { NOTICE } from '#actors/notice/noticeActor.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { CommandEnvelope } from '#actors/system/envelope.ts';
import type { Host } from '#actors/system/ports.ts';
import type { NoticeCommand } from '#shared/notice/commands.ts';
import { type CoverOffer, NewCover } from '#shared/onCall/coverOffer.ts';
import { onCallRefusals } from '#shared/onCall/errors.ts';
import type { Rota } from '#shared/onCall/rota.ts';
import { ActorId, IdempotencyKey } from '#shared/values/ids.ts';
import type { Reply } from '#shared/wire/reply.ts';
import { recordAct } from '../platform/audit/auditStore.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { TenantTx } from '../platform/db/transaction.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { refused } from '../platform/http/refused.ts';
import { decideCover, insertCover, lockCover } from './coverStore.ts';
import { noticeIdOf } from './recipients.ts';
import { findRota } from './rotaStore.ts';

export interface CoverRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly host: Host;
  readonly ask: (envelope: CommandEnvelope) => Promise<Reply>;
}

const config = { access: 'onCall.view' } as const;
const ofCover = z.object({ id: z.uuid(), decision: z.enum(['accept', 'decline', 'withdraw']) });
const Added = z.object({ id: z.uuid() });

/** Swaps: one gives a duty away, another accepts; who manages the rota may decide for both. */
export function coverRoutes(options: CoverRoutesOptions): Routes {
  const { database, clock } = options;
  return (app) => {
    app.post(
      '/api/on-call/covers',
      { config, schema: { summary: 'Ask somebody to take over a turn', body: NewCover, response: { 201: Added } } },
      async (request, reply) => {
        const subject = requireSubject(request);
        const cover = await database.tenantTx(subject.tenant, (tx) => offer(tx, request.body, subject, options));
        if (cover.takenBy !== undefined && cover.takenBy !== subject.userId) await tellOf(cover, subject, options);
        return reply.code(201).send({ id: cover.id });
      },
    );
    app.post(
      '/api/on-call/covers/:id/:decision',
      { config, schema: { summary: 'Accept or decline to take over a turn', params: ofCover } },
      async (request, reply) => {
        const { tenant, userId, permissions } = requireSubject(request);
        const { id, decision } = request.params;
        await database.tenantTx(tenant, async (tx) => {
          const cover = await lockCover(tx, id);
          const rota = cover && (await findRota(tx, cover.rotaId));
          if (!cover || !rota) throw refused(onCallRefusals, 404, 'cover/not-found');
          const manages = permissions.has('onCall.manage');
          requireDecision(decision, { cover, rota, userId, manages, now: clock.now() });
          const state = decision === 'accept' ? 'accepted' : decision === 'decline' ? 'declined' : 'withdrawn';
          const takenBy = decision === 'accept' ? userId : undefined;
          await decideCover(tx, { id, state, takenBy, by: userId, at: clock.now() });
          await recordAct(tx, {
            kind: 'cover',
            id: ActorId.parse(id),
            type: `cover.${state}`,
            facts: { rotaId: cover.rotaId, ...(takenBy === undefined ? {} : { takenBy }) },
            by: userId,
            at: clock.now(),
          });
        });
        return reply.code(204).send();
      },
    );
  };
}

async function offer(
  tx: TenantTx,
  wanted: NewCover,
  { userId, permissions, branches }: Subject,
  { clock, host }: CoverRoutesOptions,
): Promise<CoverOffer> {
  const rota = await findRota(tx, wanted.rotaId);
  const layer = rota?.layers.find(({ id }) => id === wanted.layerId);
  if (!rota || !layer || (rota.branchId && branches !== 'all' && !branches.includes(rota.branchId))) {
    throw refused(onCallRefusals, 404, 'rota/not-found');
  }
  const manages = permissions.has('onCall.manage');
  if (!manages && (wanted.decided || wanted.givenBy !== userId)) {
    throw refused(onCallRefusals, 403, 'cover/not-yours');
  }
  if (wanted.decided && wanted.takenBy === undefined) {
    throw refused(onCallRefusals, 400, 'cover/nobody');
  }
  if (wanted.until <= clock.now()) throw refused(onCallRefusals, 400, 'cover/past');
  const { decided, ...rest } = wanted;
  const now = clock.now();
  const cover: CoverOffer = {
    ...rest,
    id: host.newId(),
    state: decided ? 'accepted' : 'offered',
    createdBy: userId,
    createdAt: now,
    ...(decided ? { decidedBy: userId, decidedAt: now } : {}),
  };
  await insertCover(tx, cover);
  const { rotaId, layerId, givenBy, takenBy, from, until } = cover;
  await recordAct(tx, {
    kind: 'cover',
    id: ActorId.parse(cover.id),
    type: decided ? 'cover.set' : 'cover.offered',
    facts: { rotaId, layerId, ...(givenBy ? { givenBy } : {}), ...(takenBy ? { takenBy } : {}), from, until },
    by: userId,
    at: now,
  });
  return cover;
}

interface Deciding {
  readonly cover: CoverOffer;
  readonly rota: Rota;
  readonly userId: Subject['userId'];
  readonly manages: boolean;
  readonly now: number;
}

function requireDecision(
  decision: 'accept' | 'decline' | 'withdraw',
  { cover, rota, userId, manages, now }: Deciding,
): void {
  // What was decided can still be taken back, by who manages the rota.
  if (decision === 'withdraw') {
    const own = cover.state === 'offered' && (cover.givenBy === userId || cover.createdBy === userId);
    if (own || (manages && (cover.state === 'offered' || cover.state === 'accepted'))) return;
    throw refused(onCallRefusals, 403, 'cover/not-yours');
  }
  if (cover.state !== 'offered') throw refused(onCallRefusals, 409, 'cover/decided');
  if (cover.until <= now) throw refused(onCallRefusals, 409, 'cover/past');
  const asked =
    cover.takenBy === undefined
      ? cover.givenBy !== userId && rota.layers.some(({ people }) => people.includes(userId))
      : cover.takenBy === userId;
  if (!asked) throw refused(onCallRefusals, 403, 'cover/not-asked');
}

/** The one who is to take it hears of it, by the first way that works. */
async function tellOf(cover: CoverOffer, { tenant, userName }: Subject, options: CoverRoutesOptions): Promise<void> {
  const id = noticeIdOf([tenant, 'cover', cover.id]);
  const what = cover.state === 'accepted' ? 'has put you on call' : 'asks you to take over on call';
  const hour = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const command: NoticeCommand = {
    type: 'notice.send',
    subject: { kind: 'cover', id: cover.id },
    userId: cover.takenBy,
    routes: [{ channel: 'push' }, { channel: 'email' }],
    title: `${userName} ${what}`.slice(0, 200),
    text: [`${hour(cover.from)} to ${hour(cover.until)} UTC.`, cover.note].filter((line) => line !== '').join('\n'),
  };
  await options.ask({
    address: { tenant, kind: NOTICE, id },
    key: IdempotencyKey.parse(`cover:${cover.id}`),
    command,
    caller: { kind: 'system', name: 'on-call' },
    deadlineAt: options.clock.now() + 10_000,
  });
}
