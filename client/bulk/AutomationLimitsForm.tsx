import { Show, type JSX } from 'solid-js';
import { AutomaticBrake, AutomaticLimits } from '#shared/brake/brake.ts';
import { getJson, putJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Facts } from '../ui/Facts.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';
import './bulk.css';

/** How many lines expiry and quotas may cut by themselves. */
export function AutomationLimitsForm(): JSX.Element {
  const session = useSession();
  const brake = createFetched((signal) => getJson('/api/brake', AutomaticBrake, { signal }));
  return (
    <Show when={brake.data()?.limits} keyed>
      {(limits) => (
        <>
          <p class="muted">{say('bulk.automationText')}</p>
          <Show
            when={session.permissions.includes('bulk.brake')}
            fallback={
              <Facts
                facts={[
                  { label: say('bulk.automationLines'), value: sayNumber(limits.lines) },
                  { label: say('bulk.automationPercent'), value: `${limits.percent} %` },
                ]}
              />
            }
          >
            <LimitsForm limits={limits} onSaved={() => void brake.reload()} />
          </Show>
        </>
      )}
    </Show>
  );
}

interface Input {
  lines: number | undefined;
  percent: number | undefined;
}

function LimitsForm(props: { limits: AutomaticLimits; onSaved: () => void }): JSX.Element {
  const form = createForm<Input, AutomaticLimits>({
    schema: AutomaticLimits,
    initial: { ...props.limits },
    async submit(limits) {
      await putJson('/api/brake', limits, AutomaticBrake);
    },
  });
  const saved = (): void => {
    showToast({ text: say('bulk.brake.saved'), tone: 'done' });
    props.onSaved();
  };
  return (
    <Form form={form} submitLabel={say('admin.save')} onDone={saved}>
      <NumberField form={form} name="lines" label={say('bulk.automationLines')} whole />
      <NumberField form={form} name="percent" label={say('bulk.automationPercent')} unit="%" whole />
    </Form>
  );
}
