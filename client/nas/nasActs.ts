import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import type { AskNasAct, NasAct } from '#shared/nas/acts.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { ApiError, postAnswer, postJson } from '../shell/api.ts';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

export interface NasActs {
  tryNow(id: string): Promise<void>;
  /** Asks for it; what comes of it stands among the router's acts. Throws ApiError. */
  ask(nas: { readonly id: string; readonly name: string }, act: NasAct, reason?: string): Promise<void>;
}

/** What can be done to a router from a screen. */
export function createNasActs(): NasActs {
  return {
    async tryNow(id) {
      try {
        await postJson(`/api/nas/${id}/try-now`, {}, z.object({ ok: z.boolean() }));
        showToast({ text: say('nas.tryNowDone'), tone: 'done' });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        showToast({ text: error.message, tone: 'trouble' });
      }
    },
    async ask({ id, name }, act, reason) {
      const request: AskNasAct = {
        key: IdempotencyKey.parse(crypto.randomUUID()),
        act,
        ...(reason ? { reason } : {}),
      };
      const { body } = await postAnswer(`/api/nas/${id}/acts`, request);
      const waits = ApprovalNeeded.safeParse(body).success;
      showToast({ text: waits ? say('admin.waitsForSecond') : say('nas.asked', { name }), tone: 'done' });
    },
  };
}
