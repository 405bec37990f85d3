import { createEffect, createMemo, createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { matching, type Option } from './option.ts';
import { OptionList } from './OptionList.tsx';
import './form.css';

export interface ComboboxProps {
  readonly id?: string;
  readonly label?: string | undefined;
  readonly options: readonly Option[];
  /** The chosen option's value; undefined or unknown: none. */
  readonly value: string | undefined;
  readonly onChoose: (value: string) => void;
  /** Given: the options are searched elsewhere and come through `options`; else they are filtered here. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly onLeave?: (() => void) | undefined;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  /** The text is emptied after each choice, for adding several. */
  readonly adds?: boolean | undefined;
}

/** More would not be read; typing narrows. */
const MOST = 100;

/** A text that finds one of many (WAI-ARIA combobox with a list). Arrow keys, Enter, Escape. */
export function Combobox(props: ComboboxProps): JSX.Element {
  const listId = createUniqueId();
  let input!: HTMLInputElement;
  const [open, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal<string>();
  const [active, setActive] = createSignal(0);
  const chosen = (): Option | undefined => props.options.find(({ value }) => value === props.value);
  const text = (): string => typed() ?? (props.adds === true ? '' : (chosen()?.label ?? ''));
  const found = createMemo(() =>
    (props.onText ? props.options : matching(props.options, typed() ?? '')).slice(0, MOST),
  );
  const optionId = (at: number): string => `${listId}-${at}`;

  createEffect(() => {
    if (!open()) return;
    const id = optionId(active());
    queueMicrotask(() => document.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView({ block: 'nearest' }));
  });
  const show = (): void => {
    if (props.disabled === true) return;
    setActive(Math.max(0, typed() === undefined ? found().findIndex(({ value }) => value === props.value) : 0));
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    setTyped(undefined);
  };
  const choose = (option: Option | undefined): void => {
    if (!option || option.disabled === true) return;
    close();
    props.onChoose(option.value);
  };
  const move = (step: number): void => {
    if (!open()) return show();
    setActive((at) => Math.max(0, Math.min(found().length - 1, at + step)));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => move(10),
    PageUp: () => move(-10),
    Enter: () => (open() ? choose(found()[active()]) : show()),
    Escape: close,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A closed list leaves Escape to the dialog and Enter to the form.
    if (!open() && (event.key === 'Escape' || event.key === 'Enter')) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <>
      <input
        ref={input}
        id={props.id}
        class="combobox"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={props.label}
        aria-expanded={open()}
        aria-controls={open() ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open() && found().length > 0 ? optionId(active()) : undefined}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        disabled={props.disabled}
        placeholder={props.placeholder ?? say('ui.choose')}
        value={text()}
        onClick={show}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          props.onText?.(currentTarget.value.trim());
          setActive(0);
          setOpen(true);
        }}
        on:keydown={onKeyDown}
        onBlur={() => {
          close();
          props.onLeave?.();
        }}
      />
      <Show when={open()}>
        <OptionList id={listId} anchor={input} label={props.label}>
          <For each={found()} fallback={<p class="option-none">{say('ui.noMatch')}</p>}>
            {(option, at) => (
              <div
                id={optionId(at())}
                class="option"
                classList={{ active: at() === active() }}
                role="option"
                aria-selected={option.value === props.value}
                aria-disabled={option.disabled}
                // The text keeps the focus, or its blur would close the list first.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
                onPointerMove={() => setActive(at())}
              >
                <span class="truncate">{option.label}</span>
                <Show when={option.note}>
                  <span class="faint truncate">{option.note}</span>
                </Show>
              </div>
            )}
          </For>
        </OptionList>
      </Show>
    </>
  );
}
