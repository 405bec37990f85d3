import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { CreatedToken, CreateToken, EnterWall, TokenView } from '#shared/auth/tokens.ts';
import { SessionView } from '#shared/tenant/session.ts';
import { ActorId } from '#shared/values/ids.ts';
import { recordAct } from '../audit/auditStore.ts';
import type { Database } from '../db/database.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { requireSubject } from './accessControl.ts';
import { hintOf, newAccessToken } from './accessToken.ts';
import { countTokens, deleteToken, insertToken, listTokens } from './accessTokenStore.ts';
import { authProblem } from './authProblem.ts';
import type { SessionCookie } from './sessionCookie.ts';
import { wallLifetimeMs } from './sessionLifetime.ts';
import { hashOfToken } from './sessionToken.ts';
import type { SessionViews } from './sessionViews.ts';
import type { Subject } from './subject.ts';
import { visitorOf } from './visitor.ts';
import type { Walls } from './walls.ts';

export interface TokenRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly cookie: SessionCookie;
  readonly views: SessionViews;
  readonly walls: Walls;
  readonly publicUrl?: string;
}

const byId = z.object({ id: z.uuid() });
const managing = { access: 'token.manage' } as const;
const mostTokens = 200;

/** `/api/tokens`: what programs and walls come in with. `POST /api/wall/enter`: a screen comes in. */
export function tokenRoutes(options: TokenRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declareList(app, options);
    declareCreation(app, options);
    declareWall(app, options);
  };
}

function declareList(app: HttpApp, { database, clock }: TokenRoutesOptions): void {
  app.get(
    '/api/tokens',
    { config: managing, schema: { summary: 'API tokens and wall links', response: { 200: z.array(TokenView) } } },
    async (request) => [...(await database.tenantTx(requireSubject(request).tenant, listTokens))],
  );
  app.delete(
    '/api/tokens/:id',
    {
      config: managing,
      schema: { summary: 'Revoke a token; what came in with it is closed within a second', params: byId },
    },
    async (request, reply) => {
      const { tenant, userId } = requireSubject(request);
      const { id } = request.params;
      await database.tenantTx(tenant, async (tx) => {
        const token = await deleteToken(tx, id);
        if (token === undefined) throw authProblem('token/not-found');
        const changes = { name: { before: token.name } };
        const what = { kind: 'token', id: ActorId.parse(id), type: 'token.revoked', facts: { kind: token.kind } };
        await recordAct(tx, { ...what, changes, by: userId, at: clock.now() });
      });
      return reply.code(204).send();
    },
  );
}

function declareCreation(app: HttpApp, { database, clock, publicUrl }: TokenRoutesOptions): void {
  app.post(
    '/api/tokens',
    {
      config: { ...managing, stepUp: true },
      schema: {
        summary: 'Make an API token or a wall link; its secret is shown this once',
        body: CreateToken,
        response: { 200: CreatedToken },
      },
    },
    async (request, reply) => {
      const subject = requireSubject(request);
      const wanted = request.body;
      const now = clock.now();
      refuseBeyond(subject, wanted, now);
      const secret = newAccessToken(wanted.kind);
      const token = await database.tenantTx(subject.tenant, async (tx) => {
        if ((await countTokens(tx)) >= mostTokens) throw authProblem('token/too-many');
        const { kind, name, permissions, branches, expiresAt } = wanted;
        const made = {
          kind,
          name,
          permissions,
          branches,
          expiresAt,
          hint: hintOf(secret),
          tokenHash: hashOfToken(secret),
        };
        const view = await insertToken(tx, { ...made, createdBy: subject.userId, now });
        if (view === undefined) throw authProblem('token/branch-not-found');
        const what = { kind: 'token', id: ActorId.parse(view.id), type: 'token.created' };
        const facts = {
          kind,
          permissions: [...permissions],
          branches,
          ...(expiresAt === undefined ? {} : { expiresAt }),
        };
        await recordAct(tx, { ...what, changes: { name: { after: name } }, facts, by: subject.userId, at: now });
        return view;
      });
      void reply.header('cache-control', 'no-store');
      if (wanted.kind === 'api') return { token, secret };
      // The token stands in the fragment, which browsers keep to themselves: no proxy's log has it.
      return { token, secret, link: `${publicUrl ?? `${request.protocol}://${request.host}`}/wall#${secret}` };
    },
  );
}

function refuseBeyond(subject: Subject, wanted: CreateToken, now: number): void {
  const own = wanted.permissions.every((permission) => subject.permissions.has(permission));
  const { branches } = subject;
  const inside =
    branches === 'all' || (wanted.branches !== 'all' && wanted.branches.every((branch) => branches.includes(branch)));
  // An API token for all branches means all of its maker's; a wall belongs to nobody.
  if (!own || (!inside && !(wanted.kind === 'api' && wanted.branches === 'all'))) throw authProblem('token/beyond-own');
  if (wanted.expiresAt !== undefined && wanted.expiresAt <= now) throw authProblem('token/expiry-past');
}

function declareWall(app: HttpApp, { cookie, views, walls }: TokenRoutesOptions): void {
  app.post(
    '/api/wall/enter',
    {
      config: { access: 'public', rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        summary: 'Exchange a wall link for a session that may only look',
        body: EnterWall,
        response: { 200: SessionView },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const { subject } = request;
      const present = cookie.read(request.headers.cookie, request.protocol === 'https');
      // A person stays who they are: opening a wall must not log them out.
      if (subject && subject.through === undefined) return await views.of(subject, present);
      const tokenHash = hashOfToken(request.body.token);
      if (subject?.through === 'wall' && (await walls.isOf(subject, tokenHash)))
        return await views.of(subject, present);
      const entered = await walls.enter(tokenHash, visitorOf(request));
      cookie.write(reply, entered.token, wallLifetimeMs);
      return await views.of(entered.subject, entered.token);
    },
  );
}
