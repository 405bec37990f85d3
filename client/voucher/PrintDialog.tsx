import type { JSX } from 'solid-js';
import { z } from 'zod';
import type { HotspotLook } from '#shared/hotspot/look.ts';
import type { VoucherBatchDetail } from '#shared/voucher/batch.ts';
import { SheetLayout } from '#shared/voucher/sheet.ts';
import { postForBlob } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { download } from '../ui/download.ts';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { locale, say, sayCount } from '../words/words.ts';
import { priceText } from './price.ts';
import { sheetText } from './textPicture.ts';
import { quotaText, validityText } from './voucherLooks.ts';

const Line = z.string().trim().max(160);
const Print = z.object({
  layout: SheetLayout,
  from: z.int().min(1),
  to: z.int().min(1),
  title: Line,
  offer: Line,
  price: Line,
  note: Line,
});

interface PrintInput {
  layout: string;
  from: number | undefined;
  to: number | undefined;
  title: string;
  offer: string;
  price: string;
  note: string;
}

/** A PDF of the unused ones, with the words that stand on each. */
export function PrintDialog(props: {
  batch: VoucherBatchDetail;
  look: HotspotLook | undefined;
  onClose: () => void;
  onPrinted: () => void;
}): JSX.Element {
  const session = useSession();
  const form = createForm<PrintInput, z.output<typeof Print>>({
    schema: Print,
    initial: {
      layout: 'a4x24',
      from: 1,
      to: props.batch.count,
      ...wordsOf(props.batch, props.look, session.timeZone),
    },
    submit: async ({ title, offer, price, note, ...rest }) => {
      const pdf = await postForBlob(`/api/voucher-batches/${props.batch.id}/sheet`, {
        ...rest,
        title: await sheetText(title, { bold: true }),
        offer: await sheetText(offer),
        price: await sheetText(price, { bold: true }),
        note: await sheetText(note, { lines: rest.layout.startsWith('roll') ? 3 : 2 }),
      });
      download(`vouchers-${props.batch.id.slice(-8)}.pdf`, 'application/pdf', pdf);
      props.onPrinted();
    },
  });
  return (
    <Dialog title={say('voucher.printTitle')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('voucher.print')} onCancel={props.onClose} onDone={props.onClose}>
        <SelectField
          form={form}
          name="layout"
          label={say('voucher.layout')}
          options={SheetLayout.options.map((layout) => ({ value: layout, label: say(`voucher.layout.${layout}`) }))}
        />
        <div class="voucher-row">
          <NumberField form={form} name="from" label={say('voucher.from')} whole />
          <NumberField form={form} name="to" label={say('voucher.to')} whole />
        </div>
        <TextField form={form} name="title" label={say('voucher.line.title')} />
        <TextField form={form} name="offer" label={say('voucher.line.offer')} />
        <TextField form={form} name="price" label={say('voucher.line.price')} />
        <TextAreaField form={form} name="note" label={say('voucher.line.note')} />
      </Form>
    </Dialog>
  );
}

/** In the language of the screen; whoever prints may say it otherwise. */
function wordsOf(
  batch: VoucherBatchDetail,
  look: HotspotLook | undefined,
  timeZone: string,
): Pick<PrintInput, 'title' | 'offer' | 'price' | 'note'> {
  const quota = batch.quotaBytes ?? batch.packageQuotaBytes;
  const offer = [
    validityText(batch.validityMs),
    ...(quota === undefined ? [] : [quotaText(quota)]),
    sayCount('voucher.forDevices', batch.devices),
  ];
  const host = look?.loginHost ?? '';
  const how = host === '' ? say('voucher.noteNoHost') : say('voucher.note', { host });
  const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone });
  const before = batch.unusedUntil === undefined ? '' : say('voucher.before', { date: day.format(batch.unusedUntil) });
  return {
    title: look?.name ?? batch.packageName,
    offer: offer.join(' · '),
    price: priceText(batch.priceMinor, batch.currency),
    note: `${how} ${before}`.trim(),
  };
}
