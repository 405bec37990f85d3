import { ApprovalNeeded } from '#shared/approval/requests.ts';
import {
  type DoSubscriptionAct,
  RenewedSeveral,
  SubscriptionActDone,
  type SubscriptionAct,
} from '#shared/subscription/requests.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { postAnswer, postJson } from '../shell/api.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';

/** A password that was made up, once. Throws ApiError. */
export async function doSubscriptionAct(
  id: string,
  act: SubscriptionAct,
  reason?: string,
): Promise<{ readonly password?: string | undefined }> {
  const request: DoSubscriptionAct = {
    key: IdempotencyKey.parse(crypto.randomUUID()),
    act,
    ...(reason ? { reason } : {}),
  };
  const { body } = await postAnswer(`/api/subscriptions/${id}/acts`, request);
  if (ApprovalNeeded.safeParse(body).success) {
    showToast({ text: say('admin.waitsForSecond'), tone: 'done' });
    return {};
  }
  const done = SubscriptionActDone.parse(body);
  showToast({ text: say(act.act === 'undo' ? 'subscription.undone' : 'subscription.done'), tone: 'done' });
  return { password: done.password };
}

/** The same, with trouble told at the edge of the screen: for acts that ask nothing. */
export async function doAtOnce(id: string, act: SubscriptionAct): Promise<void> {
  try {
    await doSubscriptionAct(id, act);
  } catch (error) {
    showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
  }
}

/** One cycle for each; says how many, and why not where it could not be. */
export async function renewLines(ids: readonly ActorId[], cycles = 1): Promise<void> {
  try {
    const body = { key: crypto.randomUUID(), ids, cycles };
    const { renewed, failed } = await postJson('/api/subscriptions/renew', body, RenewedSeveral);
    if (renewed > 0) showToast({ text: sayCount('subscription.renewed', renewed), tone: 'done' });
    if (failed.length > 0) {
      const why = failed[0]!;
      const which = why.number === undefined ? '' : ` S-${why.number}:`;
      showToast({
        text: `${sayCount('subscription.notRenewed', failed.length)}.${which} ${why.message}`,
        tone: 'trouble',
      });
    }
  } catch (error) {
    showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
  }
}
