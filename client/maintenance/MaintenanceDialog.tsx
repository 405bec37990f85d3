import { createEffect, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { MaintenanceChoices, MaintenancePreview, type MaintenanceDetail } from '#shared/maintenance/view.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm, type Form as FormState } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import type { Option } from '../ui/form/option.ts';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say, sayCount, sayProblem } from '../words/words.ts';
import './maintenance.css';
import { initialPlan, PlanForm, scopeOf, type PlanInput } from './maintenanceForm.ts';
import { kindWords } from './maintenanceWords.ts';

/** Plans a window or changes a plan, with what it would cover counted while it is written. */
export function MaintenanceDialog(props: {
  window?: MaintenanceDetail;
  onClose: () => void;
  onDone: (id: string) => void;
}): JSX.Element {
  const choices = createFetched((signal) => getJson('/api/maintenance/choices', MaintenanceChoices, { signal }));
  return (
    <Dialog wide title={say(props.window ? 'maintenance.change' : 'maintenance.plan')} onClose={props.onClose}>
      <Show
        when={choices.data()}
        fallback={
          <Show when={choices.trouble()} fallback={<Skeleton rows={8} label={say('loading')} />}>
            {(trouble) => <p role="alert">{trouble()}</p>}
          </Show>
        }
      >
        {(found) => <PlanFields {...props} choices={found()} />}
      </Show>
    </Dialog>
  );
}

function PlanFields(props: {
  window?: MaintenanceDetail;
  choices: MaintenanceChoices;
  onClose: () => void;
  onDone: (id: string) => void;
}): JSX.Element {
  const session = useSession();
  const live = useLive();
  const branches = createBranches();
  const first = props.choices.wholeCompany ? '' : (props.choices.branches[0]?.id ?? '');
  const id = props.window?.id ?? crypto.randomUUID();
  const form = createForm<PlanInput, ReturnType<(typeof PlanForm)['parse']>>({
    schema: PlanForm,
    initial: initialPlan(props.window, first),
    async submit(plan) {
      const type = props.window ? 'maintenance.change' : 'maintenance.plan';
      const reply = await live.sendCommand('maintenance', id, { type, ...plan });
      if (!reply.ok) throw new Error(sayProblem(reply));
    },
    ...(props.window ? {} : { draft: 'maintenance.new' }),
  });
  const zone = (): string =>
    branches.data()?.find((branch) => branch.id === form.values().branchId)?.timeZone ?? session.timeZone;
  return (
    <Form
      form={form}
      submitLabel={say(props.window ? 'maintenance.save' : 'maintenance.plan')}
      onCancel={props.onClose}
      onDone={() => props.onDone(id)}
    >
      <TextField
        form={form}
        name="title"
        label={say('maintenance.name')}
        hint={say('maintenance.nameHint')}
        autofocus
      />
      <TextAreaField form={form} name="reason" label={say('maintenance.reason')} />
      <SelectField
        form={form}
        name="branchId"
        label={say('maintenance.within')}
        hint={say('maintenance.withinHint')}
        options={[
          ...(props.choices.wholeCompany ? [{ value: '', label: say('maintenance.wholeCompany') }] : []),
          ...props.choices.branches.map((branch) => ({ value: branch.id, label: branch.name })),
        ]}
      />
      <MultiSelectField
        form={form}
        name="scope"
        label={say('maintenance.scope')}
        hint={say('maintenance.scopeHint')}
        options={scopeOptions(props.choices)}
      />
      <Show when={zone()} keyed>
        {(timeZone) => (
          <div class="maintenance-times">
            <DateTimeField form={form} name="from" label={say('maintenance.from')} timeZone={timeZone} />
            <DateTimeField form={form} name="to" label={say('maintenance.to')} timeZone={timeZone} />
          </div>
        )}
      </Show>
      <Preview form={form} id={id} />
      <TextAreaField
        form={form}
        name="impact"
        label={say('maintenance.impact')}
        hint={say('maintenance.impactHint')}
        optional
      />
      <div class="maintenance-times">
        <MultiSelectField
          form={form}
          name="notify"
          label={say('maintenance.notify')}
          options={props.choices.users.map((user) => ({ value: user.id, label: user.name }))}
          optional
        />
        <DurationField form={form} name="beforeMs" label={say('maintenance.notifyBefore')} />
      </div>
    </Form>
  );
}

function scopeOptions({ branches, things }: MaintenanceChoices): readonly Option[] {
  return [
    ...branches.map(({ id, name }) => ({ value: `branch:${id}`, label: name, note: kindWords('branch') })),
    ...things.map(({ kind, id, name }) => ({
      value: `${kind}:${id}`,
      label: name,
      // People know a source of alarms by the name it reports under, too.
      note: kind === 'alarmSource' ? `${kindWords(kind)} · ${id}` : kindWords(kind),
    })),
  ];
}

const WAIT_MS = 250;

/** What the plan would cover, as soon as it says enough. */
function Preview(props: { form: FormState<PlanInput>; id: string }): JSX.Element {
  const [found, setFound] = createSignal<MaintenancePreview>();
  createEffect(() => {
    const { scope, branchId, from, to } = props.form.values();
    const items = scopeOf(scope);
    if (items.length === 0 || from === undefined || to === undefined || from >= to) {
      setFound(undefined);
      return;
    }
    const plan = { id: props.id, scope: items, from, to, ...(branchId === '' ? {} : { branchId }) };
    let current = true;
    const timer = setTimeout(() => {
      postJson('/api/maintenance/preview', plan, MaintenancePreview)
        .then((preview) => current && setFound(preview))
        // The plan itself is judged when it is sent; until then there is only nothing to show.
        .catch(() => current && setFound(undefined));
    }, WAIT_MS);
    onCleanup(() => {
      current = false;
      clearTimeout(timer);
    });
  });
  return (
    <Show when={found()}>
      {(preview) => (
        <div class="maintenance-preview" role="status">
          <strong>
            {say('maintenance.preview')}: {sayCount('maintenance.things', preview().things)}
          </strong>
          <span class="muted">
            {preview().names.slice(0, 6).join(', ')}
            <Show when={preview().things > 6}> {say('maintenance.more', { n: preview().things - 6 })}</Show>
          </span>
          <span>{sayCount('maintenance.previewAlarms', preview().alarms)}</span>
          <Show when={preview().conflicts.length > 0}>
            <span>
              <Badge tone="warning">{sayCount('maintenance.conflicts', preview().conflicts.length)}</Badge>{' '}
              {preview()
                .conflicts.map(({ title }) => title)
                .join(', ')}
            </span>
          </Show>
        </div>
      )}
    </Show>
  );
}
