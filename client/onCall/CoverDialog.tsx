import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { NewCover } from '#shared/onCall/coverOffer.ts';
import type { Rota } from '#shared/onCall/rota.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { post } from '../shell/api.ts';
import { usePermission, useSession } from '../shell/session.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { ComboboxField } from '../ui/form/ComboboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { now } from '../ui/now.ts';
import { say } from '../words/words.ts';
import { personOptions } from './onCallData.ts';

const HOUR_MS = 3_600_000;
/** An empty choice stands for "nobody in particular". */
const Sent = z
  .looseObject({ givenBy: z.string(), takenBy: z.string() })
  .transform(({ givenBy, takenBy, ...rest }): unknown => ({
    ...rest,
    ...(givenBy === '' ? {} : { givenBy }),
    ...(takenBy === '' ? {} : { takenBy }),
  }))
  .pipe(NewCover);

/** Gives a duty to somebody: asked first, or (for who manages the rota) at once. */
export function CoverDialog(props: {
  rota: Rota;
  view: OnCallView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const session = useSession();
  const manages = usePermission('onCall.manage');
  const begin = Math.ceil(now() / HOUR_MS) * HOUR_MS;
  const form = createForm({
    schema: Sent,
    initial: {
      rotaId: props.rota.id,
      layerId: props.rota.layers[0]?.id ?? '',
      givenBy: session.userId as string,
      takenBy: '',
      from: begin as number | undefined,
      until: (begin + 12 * HOUR_MS) as number | undefined,
      note: '',
      decided: false,
    },
    submit: (cover) => post('/api/on-call/covers', cover),
  });
  return (
    <Dialog title={say('cover.title')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('cover.offer')} onCancel={props.onClose} onDone={props.onDone}>
        <SelectField
          form={form}
          name="layerId"
          label={say('cover.layer')}
          options={props.rota.layers.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Show when={manages()}>
          <ComboboxField
            form={form}
            name="givenBy"
            label={say('cover.givenBy')}
            options={[{ value: '', label: say('cover.whoever') }, ...personOptions(props.view)]}
          />
        </Show>
        <ComboboxField
          form={form}
          name="takenBy"
          label={say('cover.takenBy')}
          options={[{ value: '', label: say('cover.anybody') }, ...personOptions(props.view)]}
        />
        <DateTimeField form={form} name="from" label={say('cover.from')} timeZone={props.rota.timeZone} />
        <DateTimeField form={form} name="until" label={say('cover.until')} timeZone={props.rota.timeZone} />
        <TextField form={form} name="note" label={say('cover.note')} maxlength={200} optional />
        <Show when={manages()}>
          <CheckboxField form={form} name="decided" label={say('cover.decided')} />
        </Show>
      </Form>
    </Dialog>
  );
}
