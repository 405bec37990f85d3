import { z } from 'zod';
import { AddPasskey, PasskeyOptions, RenamePasskey } from '#shared/auth/passkey.ts';
import { FactorCode, PasskeyView, RecoveryCodes, SecurityView, TotpEnrolment } from '#shared/auth/secondFactor.ts';
import { StepUp, SteppedUp } from '#shared/auth/stepUp.ts';
import type { HttpApp } from '../http/httpApp.ts';
import { requireSubject } from './accessControl.ts';
import type { OwnFactors } from './ownFactors.ts';
import type { Passkeys } from './passkeys.ts';
import { relyingPartyOf } from './relyingParty.ts';
import type { SessionRegistry } from './sessionRegistry.ts';
import type { StepUps } from './stepUp.ts';

export interface FactorRoutesOptions {
  readonly sessions: SessionRegistry;
  readonly factors: OwnFactors;
  readonly passkeys: Passkeys;
  readonly stepUps: StepUps;
  readonly publicUrl?: string;
}

const ofPasskey = z.object({ id: z.uuid() });
const limited = { rateLimit: { max: 30, timeWindow: 60_000 } } as const;
const plain = { access: 'session' } as const;
const guarded = { access: 'session', stepUp: true } as const;

/** `/api/session/…`: one's own second factors, and the step-up that changing them asks for. */
export function factorRoutes(options: FactorRoutesOptions): (app: HttpApp) => void {
  return (app) => {
    declareStepUp(app, options);
    declareApp(app, options);
    declarePasskeys(app, options);
  };
}

function declareStepUp(app: HttpApp, { sessions, factors, passkeys, stepUps, publicUrl }: FactorRoutesOptions): void {
  app.get(
    '/api/session/security',
    { config: plain, schema: { summary: 'Own second factors', response: { 200: SecurityView } } },
    async (request) => {
      const subject = requireSubject(request);
      const steppedUpUntil = sessions.steppedUpUntil(subject.sessionId);
      return { ...(await factors.view(subject)), ...(steppedUpUntil === undefined ? {} : { steppedUpUntil }) };
    },
  );
  app.post(
    '/api/session/step-up',
    {
      config: { ...plain, ...limited },
      schema: {
        summary: 'Prove again to be there; holds for five minutes',
        body: StepUp,
        response: { 200: SteppedUp },
      },
    },
    async (request) => {
      const party = () => relyingPartyOf(publicUrl, request);
      const subject = requireSubject(request);
      const until = await stepUps.prove(subject, request.body, party, request.ip);
      await sessions.refresh(subject.sessionId);
      return { until };
    },
  );
  app.post(
    '/api/session/step-up/passkey',
    { config: plain, schema: { summary: 'Begin a step-up with a passkey', response: { 200: PasskeyOptions } } },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const purpose = `step-up ${requireSubject(request).sessionId}` as const;
      return await passkeys.assertionOptions(purpose, relyingPartyOf(publicUrl, request));
    },
  );
}

function declareApp(app: HttpApp, { factors }: FactorRoutesOptions): void {
  app.post(
    '/api/session/totp',
    { config: guarded, schema: { summary: 'Set up an authenticator app', response: { 200: TotpEnrolment } } },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return await factors.beginApp(requireSubject(request));
    },
  );
  app.post(
    '/api/session/totp/confirm',
    {
      config: { ...guarded, ...limited },
      schema: {
        summary: 'Confirm the authenticator app with its first code; answers recovery codes',
        body: FactorCode,
        response: { 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return { recoveryCodes: [...(await factors.confirmApp(requireSubject(request), request.body.code))] };
    },
  );
  app.delete(
    '/api/session/totp',
    { config: guarded, schema: { summary: 'Remove the authenticator app and its recovery codes' } },
    async (request, reply) => {
      await factors.removeApp(requireSubject(request));
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/session/recovery-codes',
    {
      config: guarded,
      schema: { summary: 'Ten new recovery codes in place of all others', response: { 200: RecoveryCodes } },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return { recoveryCodes: [...(await factors.renewRecoveryCodes(requireSubject(request)))] };
    },
  );
}

function declarePasskeys(app: HttpApp, { factors, publicUrl }: FactorRoutesOptions): void {
  app.post(
    '/api/session/passkeys/options',
    { config: guarded, schema: { summary: 'Begin to add a passkey', response: { 200: PasskeyOptions } } },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return await factors.passkeyOptions(requireSubject(request), relyingPartyOf(publicUrl, request));
    },
  );
  app.post(
    '/api/session/passkeys',
    { config: guarded, schema: { summary: 'Add a passkey', body: AddPasskey, response: { 200: PasskeyView } } },
    async (request) => {
      const { name, response } = request.body;
      return await factors.addPasskey(requireSubject(request), name, response, relyingPartyOf(publicUrl, request));
    },
  );
  app.put(
    '/api/session/passkeys/:id',
    { config: plain, schema: { summary: 'Rename a passkey', params: ofPasskey, body: RenamePasskey } },
    async (request, reply) => {
      await factors.renamePasskey(requireSubject(request), request.params.id, request.body.name);
      return reply.code(204).send();
    },
  );
  app.delete(
    '/api/session/passkeys/:id',
    { config: guarded, schema: { summary: 'Remove a passkey', params: ofPasskey } },
    async (request, reply) => {
      await factors.removePasskey(requireSubject(request), request.params.id);
      return reply.code(204).send();
    },
  );
}
