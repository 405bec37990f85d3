import { Index, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { AlarmSeverity } from '#shared/alarm/values.ts';
import { defaultPolicy, type EscalationStep, type Policy, PolicyPlan } from '#shared/onCall/policy.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { post, put } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';
import { branchOptions } from './onCallData.ts';
import { StepEditor } from './StepEditor.tsx';

const MOST_STEPS = 10;
const TEN_MINUTES_MS = 600_000;
/** Quiet hours without severities are none. */
const Sent = z
  .looseObject({
    quietSeverities: z.array(z.string()),
    quietFrom: z.string(),
    quietUntil: z.string(),
    quietZone: z.string(),
  })
  .transform(
    ({ quietSeverities: severities, quietFrom: from, quietUntil: until, quietZone: timeZone, ...rest }): unknown =>
      severities.length === 0 ? rest : { ...rest, quiet: { severities, from, until, timeZone } },
  )
  .pipe(PolicyPlan);

/** Makes a rule, or changes one. */
export function PolicyDialog(props: {
  policy: Policy | undefined;
  view: OnCallView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const session = useSession();
  const begin = props.policy ?? { ...defaultPolicy, name: '' };
  const form = createForm({
    schema: Sent,
    initial: {
      name: begin.name,
      enabled: begin.enabled,
      severities: begin.severities as readonly string[],
      branches: begin.branches as readonly string[],
      steps: begin.steps as readonly EscalationStep[],
      repeatEveryMs: begin.repeatEveryMs,
      quietSeverities: (begin.quiet?.severities ?? []) as readonly string[],
      quietFrom: begin.quiet?.from ?? '22:00',
      quietUntil: begin.quiet?.until ?? '06:00',
      quietZone: begin.quiet?.timeZone ?? session.timeZone,
    },
    submit: (plan) =>
      props.policy
        ? put(`/api/on-call/policies/${props.policy.id}`, { version: props.policy.version, plan })
        : post('/api/on-call/policies', plan),
  });
  const severities = AlarmSeverity.options.map((value) => ({ value, label: say(`severity.${value}`) }));
  const steps = (): readonly EscalationStep[] => form.values().steps;
  const setStep = (place: number, step: EscalationStep | undefined): void =>
    form.set(
      'steps',
      steps().flatMap((one, at) => (at === place ? (step ?? []) : one)),
    );
  const addStep = (): void => {
    const last = steps().at(-1) ?? defaultPolicy.steps[0]!;
    form.set('steps', [...steps(), { ...last, afterMs: last.afterMs + TEN_MINUTES_MS }]);
  };
  return (
    <Dialog title={props.policy ? say('policy.edit') : say('policy.new')} onClose={props.onClose} wide>
      <Form form={form} submitLabel={say('onCall.save')} onCancel={props.onClose} onDone={props.onDone}>
        <TextField form={form} name="name" label={say('policy.name')} autofocus />
        <CheckboxField form={form} name="enabled" label={say('policy.enabled')} look="switch" />
        <MultiSelectField form={form} name="severities" label={say('policy.severities')} options={severities} />
        <MultiSelectField
          form={form}
          name="branches"
          label={say('policy.branches')}
          hint={say('policy.branchesHint')}
          options={branchOptions(props.view)}
        />
        <Index each={steps()}>
          {(step, place) => (
            <StepEditor
              view={props.view}
              step={step()}
              place={place + 1}
              onChange={(changed) => setStep(place, changed)}
              onRemove={steps().length > 1 ? () => setStep(place, undefined) : undefined}
            />
          )}
        </Index>
        <Show when={form.error('steps')}>
          {(error) => (
            <span class="field-error" role="alert">
              {error()}
            </span>
          )}
        </Show>
        <Show when={steps().length < MOST_STEPS}>
          <div>
            <Button onClick={addStep}>{say('policy.addStep')}</Button>
          </div>
        </Show>
        <DurationField
          form={form}
          name="repeatEveryMs"
          label={say('policy.repeat')}
          hint={say('policy.repeatHint')}
          optional
        />
        <MultiSelectField
          form={form}
          name="quietSeverities"
          label={say('policy.quiet')}
          hint={say('policy.quietHint')}
          options={severities}
        />
        <Show when={form.values().quietSeverities.length > 0}>
          <div class="on-call-columns">
            <TextField form={form} name="quietFrom" label={say('rota.from')} />
            <TextField form={form} name="quietUntil" label={say('rota.to')} />
          </div>
        </Show>
      </Form>
    </Dialog>
  );
}
