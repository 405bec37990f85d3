import { For, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Glyph } from './Glyph.tsx';
import './stepper.css';

export interface Step {
  readonly label: string;
  readonly state: 'done' | 'now' | 'ahead' | 'failed';
  /** What is awaited, or what went wrong. */
  readonly note?: string | undefined;
}

/** The steps of something that ends, such as an onboarding or a device intent. */
export function Stepper(props: { label: string; steps: readonly Step[]; upright?: boolean }): JSX.Element {
  return (
    <ol class="stepper" classList={{ upright: props.upright === true }} aria-label={props.label}>
      <For each={props.steps}>
        {(step, at) => (
          <li class={`step ${step.state}`} aria-current={step.state === 'now' ? 'step' : undefined}>
            <span class="step-mark number">
              <Show
                when={step.state === 'done' || step.state === 'failed'}
                fallback={<span aria-hidden="true">{at() + 1}</span>}
              >
                <Glyph name={step.state === 'done' ? 'acknowledged' : 'close'} />
              </Show>
            </span>
            <span class="step-text">
              <span class="visually-hidden">{say('ui.step', { n: at() + 1, of: props.steps.length })}: </span>
              {step.label}
              <Show when={step.state === 'done'}>
                <span class="visually-hidden"> ({say('ui.step.done')})</span>
              </Show>
              <Show when={step.note}>
                <span class="step-note">{step.note}</span>
              </Show>
            </span>
          </li>
        )}
      </For>
    </ol>
  );
}
