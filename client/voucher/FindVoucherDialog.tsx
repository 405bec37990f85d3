import { A } from '@solidjs/router';
import { createSignal, Show, type JSX } from 'solid-js';
import { FindVoucher, Voucher } from '#shared/voucher/voucher.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Facts } from '../ui/Facts.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';
import { gigabytes } from './voucherLooks.ts';
import { VoucherStatePill } from './VoucherStatePill.tsx';

/** What became of the voucher whose code somebody reads out. */
export function FindVoucherDialog(props: { onClose: () => void }): JSX.Element {
  const { timeZone } = useSession();
  const [found, setFound] = createSignal<Voucher>();
  const form = createForm({
    schema: FindVoucher,
    initial: { code: '' },
    submit: async (asked) => {
      setFound(undefined);
      setFound(await postJson('/api/vouchers/find', asked, Voucher));
    },
  });
  const time = (at: number | undefined): string => (at === undefined ? '' : absolute(at, timeZone));
  return (
    <Dialog title={say('voucher.find')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('voucher.find')} onCancel={props.onClose}>
        <TextField form={form} name="code" label={say('voucher.code')} hint={say('voucher.findText')} autofocus />
        <Show when={found()}>
          {(voucher) => (
            <div role="status">
              <p>
                <VoucherStatePill state={voucher().state} />
              </p>
              <Facts
                facts={[
                  { label: say('voucher.code'), value: voucher().code, mono: true },
                  { label: say('voucher.serial'), value: String(voucher().serial) },
                  { label: say('voucher.soldAt'), value: time(voucher().soldAt) },
                  { label: say('voucher.firstUsed'), value: time(voucher().firstUsedAt) },
                  { label: say('voucher.validUntil'), value: time(voucher().validUntil) },
                  { label: say('voucher.volume'), value: gigabytes(voucher().usedBytes) },
                ]}
              />
              <A href={`/vouchers/${voucher().batchId}`}>{say('voucher.batch')}</A>
            </div>
          )}
        </Show>
      </Form>
    </Dialog>
  );
}
