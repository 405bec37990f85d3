import { Show, type JSX } from 'solid-js';
import { say, sayCount } from '../../words/words.ts';
import { Banner } from '../Banner.tsx';
import { Button } from '../Button.tsx';
import type { Form as FormModel } from './createForm.ts';
import './form.css';

export interface FormProps<Input extends object> {
  readonly form: FormModel<Input>;
  /** The act in words: "Add router", not "Submit". */
  readonly submitLabel: string;
  readonly danger?: boolean;
  readonly onCancel?: (() => void) | undefined;
  /** After the server has it. */
  readonly onDone?: (() => void) | undefined;
  /** More buttons, before the others. */
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}

/** One column of fields and its buttons. Ctrl-Enter saves; what is wrong is said at its field and counted below. */
export function Form<Input extends object>(props: FormProps<Input>): JSX.Element {
  let element!: HTMLFormElement;
  const send = async (): Promise<void> => {
    if (await props.form.submit()) return props.onDone?.();
    queueMicrotask(() => element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form
      ref={element}
      class="form"
      novalidate
      aria-busy={props.form.pending()}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      on:keydown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void send();
      }}
    >
      <Show when={props.form.restored()}>
        <Banner tone="notice" glyph="undo">
          {say('ui.draftKept')}
          <Button look="quiet" onClick={() => props.form.reset()}>
            {say('ui.draftDiscard')}
          </Button>
        </Banner>
      </Show>
      {props.children}
      <Show when={props.form.trouble()}>
        {(trouble) => (
          <Banner tone="critical" glyph="warning" alert>
            <span>{trouble().message}</span>
            <Show when={trouble().requestId}>
              {(id) => <span class="mono faint">{say('ui.requestId', { id: id() })}</span>}
            </Show>
          </Banner>
        )}
      </Show>
      <div class="form-actions">
        <Show when={props.form.wrong() > 0}>
          <span class="field-error form-wrong" role="status">
            {sayCount('ui.formWrong', props.form.wrong())}
          </span>
        </Show>
        {props.actions}
        <Show when={props.onCancel}>
          <Button onClick={() => props.onCancel?.()}>{say('cancel')}</Button>
        </Show>
        <Button
          type="submit"
          look={props.danger === true ? 'danger' : 'primary'}
          pending={props.form.pending()}
          hint="Ctrl ⏎"
        >
          {props.submitLabel}
        </Button>
      </div>
    </form>
  );
}
