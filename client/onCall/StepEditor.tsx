import { Show, type JSX } from 'solid-js';
import type { EscalationStep } from '#shared/onCall/policy.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { PlainField } from './PlainField.tsx';
import { TagChoice } from './TagChoice.tsx';
import { routeOptions, routesFrom, targetOptions, targetsFrom } from './targetOptions.ts';

const MINUTE_MS = 60_000;

/** One step of a rule: when, whom, and how. */
export function StepEditor(props: {
  view: OnCallView;
  step: EscalationStep;
  place: number;
  onChange: (step: EscalationStep) => void;
  onRemove: (() => void) | undefined;
}): JSX.Element {
  const change = (part: Partial<EscalationStep>): void => props.onChange({ ...props.step, ...part });
  return (
    <fieldset class="on-call-part">
      <legend>
        {say('policy.step', { n: props.place })}
        <Show when={props.onRemove}>
          {(remove) => (
            <Button look="quiet" onClick={() => remove()()}>
              {say('policy.removeStep', { n: props.place })}
            </Button>
          )}
        </Show>
      </legend>
      <PlainField label={say('policy.after')}>
        {(id) => (
          <span class="with-unit">
            <input
              id={id}
              type="number"
              min="0"
              max="1440"
              class="number"
              value={props.step.afterMs / MINUTE_MS}
              onChange={(e) => change({ afterMs: Math.round(Number(e.currentTarget.value)) * MINUTE_MS })}
            />
            <span class="unit">{say('policy.minutes')}</span>
          </span>
        )}
      </PlainField>
      <TagChoice
        label={say('policy.who')}
        options={targetOptions(props.view)}
        chosen={props.step.targets.map((target) => JSON.stringify(target))}
        onChange={(texts) => change({ targets: targetsFrom(texts) })}
      />
      <TagChoice
        label={say('policy.how')}
        options={routeOptions(props.view)}
        chosen={props.step.routes.map((route) => JSON.stringify(route))}
        onChange={(texts) => change({ routes: routesFrom(texts) })}
      />
      <select
        aria-label={say('policy.how')}
        class="on-call-select"
        onChange={(e) => change({ delivery: e.currentTarget.value === 'first' ? 'first' : 'all' })}
      >
        <option value="all" selected={props.step.delivery === 'all'}>
          {say('policy.all')}
        </option>
        <option value="first" selected={props.step.delivery === 'first'}>
          {say('policy.first')}
        </option>
      </select>
    </fieldset>
  );
}
