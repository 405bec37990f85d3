import type { JSX } from 'solid-js';
import { z } from 'zod';
import { VoidVouchers, VouchersRestored, VouchersVoided } from '#shared/voucher/voucher.ts';
import { postJson } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';

/** Voids some of a batch or all that can still be used, with a reason; the toast takes it back. */
export function VoidDialog(props: {
  batchId: string;
  /** Undefined: all that are unused or in use. */
  ids: readonly string[] | undefined;
  count: number;
  onClose: () => void;
  onChanged: () => void;
}): JSX.Element {
  const undo = async (voidId: string): Promise<void> => {
    try {
      const { restored } = await postJson(`/api/vouchers/voids/${voidId}/undo`, {}, VouchersRestored);
      showToast({ text: sayCount('voucher.restored', restored), tone: 'done' });
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    props.onChanged();
  };
  const form = createForm({
    schema: z.object({ reason: VoidVouchers.shape.reason }),
    initial: { reason: '' },
    submit: async ({ reason }) => {
      const { ids } = props;
      const body = { reason, ...(ids === undefined ? {} : { ids }) };
      const { voidId, count } = await postJson(`/api/voucher-batches/${props.batchId}/void`, body, VouchersVoided);
      props.onChanged();
      showToast({
        text: sayCount('voucher.voided', count),
        tone: 'done',
        action: { label: say('undo.clear'), run: () => void undo(voidId) },
      });
    },
  });
  return (
    <Dialog title={sayCount('voucher.voidTitle', props.count)} onClose={props.onClose}>
      <Form form={form} submitLabel={say('voucher.voidAct')} onCancel={props.onClose} onDone={props.onClose}>
        <p>{say('voucher.voidText')}</p>
        <TextAreaField form={form} name="reason" label={say('voucher.voidReason')} />
      </Form>
    </Dialog>
  );
}
