import { Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { BulkMade, NewBulkAct } from '#shared/bulk/requests.ts';
import { SubscriptionState } from '#shared/subscription/values.ts';
import type { SubscriptionFilter } from '#shared/subscription/view.ts';
import { postJson } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say, sayNumber } from '../words/words.ts';
import { createChoices } from './choices.ts';

const ActName = z.enum(['suspend', 'resume', 'extend', 'changePackage']);
const When = z.enum(['now', 'nextCycle']);

const Draft = z.object({
  act: ActName,
  packageId: z.string(),
  when: When,
  days: z.int().min(1).max(365).optional(),
  reason: z.string().trim().max(500),
  text: z.string().trim().max(100),
  state: z.string(),
  package: z.string(),
  branch: z.string(),
});
type Draft = z.infer<typeof Draft>;

const LINE_STATES = ['active', 'grace', 'expired', 'suspended', 'pending'] as const;

/** Lines that are named, or all that fit what a list shows. */
export type BulkActOn = { readonly ids: readonly string[] } | { readonly filter: SubscriptionFilter };

/** One act on all lines that fit a filter, or on some that are named. Nothing happens before its preview was seen. */
export function BulkActDialog(props: {
  /** Undefined: by a filter that is given here. */
  on?: BulkActOn;
  onClose: () => void;
  onMade: (id: string) => void;
}): JSX.Element {
  const { packages, branches } = createChoices();
  const initial: z.input<typeof Draft> & { days: number | undefined } = {
    ...{ act: 'extend', packageId: '', when: 'now', days: 1, reason: '', text: '', state: '', package: '', branch: '' },
  };
  const form = createForm({
    schema: Draft,
    initial,
    async submit(draft) {
      const made = await postJson('/api/bulk/acts', NewBulkAct.parse(requestOf(draft, props.on)), BulkMade);
      props.onMade(made.id);
    },
  });
  const act = (): Draft['act'] => form.values().act;
  return (
    <Dialog title={say('bulk.act')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('bulk.act.preview')} onCancel={props.onClose}>
        <Show when={props.on}>{(on) => <p class="muted">{whichWords(on())}</p>}</Show>
        <SelectField
          form={form}
          name="act"
          label={say('bulk.act.what')}
          options={ActName.options.map((value) => ({ value, label: say(`bulk.act.${value}`) }))}
        />
        <Show when={act() === 'changePackage'}>
          <SelectField form={form} name="packageId" label={say('bulk.package')} options={packages()} />
          <RadioField
            form={form}
            name="when"
            label={say('bulk.act.when')}
            options={When.options.map((value) => ({ value, label: say(`bulk.act.${value}`) }))}
          />
        </Show>
        <Show when={act() === 'extend'}>
          <NumberField form={form} name="days" label={say('bulk.act.days')} whole />
        </Show>
        <TextField
          form={form}
          name="reason"
          label={say('bulk.reason')}
          hint={say('bulk.reasonHint')}
          maxlength={500}
          optional={act() !== 'suspend'}
        />
        <Show when={props.on === undefined}>
          <h3>{say('bulk.act.which')}</h3>
          <SelectField
            form={form}
            name="state"
            label={say('bulk.act.state')}
            options={[
              { value: '', label: say('bulk.act.anyState') },
              ...LINE_STATES.map((value) => ({ value, label: say(`bulk.lineState.${value}`) })),
            ]}
          />
          <SelectField
            form={form}
            name="package"
            label={say('bulk.package')}
            options={[{ value: '', label: say('bulk.act.anyPackage') }, ...packages()]}
          />
          <SelectField
            form={form}
            name="branch"
            label={say('bulk.branch')}
            options={[{ value: '', label: say('bulk.act.anyBranch') }, ...branches()]}
          />
          <TextField form={form} name="text" label={say('bulk.act.text')} optional />
        </Show>
      </Form>
    </Dialog>
  );
}

function whichWords(on: BulkActOn): string {
  return 'ids' in on ? say('bulk.onSelectedText', { count: sayNumber(on.ids.length) }) : say('bulk.onAllText');
}

function requestOf(draft: Draft, on: BulkActOn | undefined): unknown {
  const { act, packageId, when, days, reason, text, state } = draft;
  const filter = {
    ...{ text, states: SubscriptionState.safeParse(state).success ? [state] : [] },
    ...{ packages: draft.package === '' ? [] : [draft.package], branches: draft.branch === '' ? [] : [draft.branch] },
  };
  return {
    act: {
      act,
      ...(act === 'changePackage' ? { packageId, when } : {}),
      ...(act === 'extend' ? { days: days ?? 1 } : {}),
    },
    selection: on ?? { filter },
    ...(reason === '' ? {} : { reason }),
  };
}
