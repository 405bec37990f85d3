import { z } from 'zod';
import type { Clock } from '#actors/system/clock.ts';
import { OnboardingReport, OnboardingScript } from '#shared/nas/onboarding.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { Approvals } from '../../platform/approvals.ts';
import { recordAct } from '../../platform/audit/auditStore.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Database } from '../../platform/db/database.ts';
import type { TenantTx } from '../../platform/db/transaction.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import { answerNasTrouble } from '../answerNasTrouble.ts';
import { nasRefusal } from '../nasRefusal.ts';
import { requireLiveNas } from '../requireLiveNas.ts';
import type { StoredNas } from '../storedNas.ts';
import type { OnboardingDesk } from './nasOnboardingDesk.ts';

export interface OnboardingRoutesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly approvals: Approvals;
  readonly desk: OnboardingDesk;
}

const CHECK_WITHIN_MS = 30_000;
const ofNas = z.object({ id: ActorId });

/** `/api/nas/:id/onboarding/…`: what a router lacks to work with the product. */
export function onboardingRoutes({ database, clock, approvals, desk }: OnboardingRoutesOptions): Routes {
  /** Counted and recorded before it is shown. */
  async function allowScript(tx: TenantTx, subject: Subject, id: ActorId): Promise<StoredNas> {
    const nas = await requireLiveNas(tx, id, subject.branches);
    const use = { act: 'nas.viewSecrets', subjectId: id, branchId: nas.branchId ?? undefined } as const;
    const answer = await approvals.limits.use(subject, use, tx);
    if (!answer.allowed) throw nasRefusal('nas/secrets-limit');
    await recordAct(tx, { kind: 'nas', id, type: 'nas.scriptMade', by: subject.userId, at: clock.now() });
    return nas;
  }

  return (app) => {
    app.post(
      '/api/nas/:id/onboarding/check',
      {
        config: { access: 'nas.manage' },
        schema: {
          summary: 'Read a router back and say what is missing on it',
          params: ofNas,
          response: { 200: OnboardingReport },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const nas = await database.tenantTx(tenant, (tx) => requireLiveNas(tx, request.params.id, branches));
        return await answerNasTrouble(() => desk.check(nas, AbortSignal.timeout(CHECK_WITHIN_MS)));
      },
    );
    app.post(
      '/api/nas/:id/onboarding/script',
      {
        config: { access: 'nas.viewSecrets' },
        schema: { summary: 'The script that sets a router up', params: ofNas, response: { 200: OnboardingScript } },
      },
      async (request) => {
        const subject = requireSubject(request);
        const nas = await database.tenantTx(subject.tenant, (tx) => allowScript(tx, subject, request.params.id));
        return { script: await desk.script(nas) };
      },
    );
  };
}
