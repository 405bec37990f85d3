import { createSignal, type JSX } from 'solid-js';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { IdempotencyKey } from '#shared/values/ids.ts';
import { postAnswer } from '../shell/api.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

/** Asks, and then asks its router, to end a session. */
export function EndSessionDialog(props: { id: string; name: string; onClose: () => void }): JSX.Element {
  const [reason, setReason] = createSignal('');
  const key = IdempotencyKey.parse(crypto.randomUUID());
  const end = async (): Promise<void> => {
    const why = reason().trim();
    const { body } = await postAnswer(`/api/sessions/${props.id}/end`, { key, ...(why ? { reason: why } : {}) });
    const waits = ApprovalNeeded.safeParse(body).success;
    showToast({ text: say(waits ? 'admin.waitsForSecond' : 'online.endAsked'), tone: 'done' });
  };
  return (
    <ConfirmDialog
      title={say('online.endTitle', { name: props.name })}
      act={say('online.end')}
      danger
      onClose={props.onClose}
      onConfirm={end}
    >
      <p>{say('online.endText')}</p>
      <label class="session-reason">
        {say('online.endReason')}
        <input
          type="text"
          maxLength={500}
          value={reason()}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
    </ConfirmDialog>
  );
}
