import { createSignal, For, Show, type JSX } from 'solid-js';
import { say } from '../words/words.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

/**
 * For what can't be undone (devices, money). `title` names the act and to how many; the children say exactly what
 * will happen. The button repeats the act. `typed`: a word that must be written first.
 */
export function ConfirmDialog(props: {
  title: string;
  children: JSX.Element;
  /** What it is done to, when they are few enough to be named; the rest is counted by the screen in the text. */
  targets?: readonly string[];
  act: string;
  danger?: boolean;
  typed?: string | undefined;
  onClose: () => void;
  /** What it throws is shown here and the dialog stays; else it closes. */
  onConfirm: () => Promise<void> | void;
}): JSX.Element {
  const [text, setText] = createSignal('');
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const ready = (): boolean => props.typed === undefined || text().trim() === props.typed;
  const confirm = async (): Promise<void> => {
    if (!ready() || pending()) return;
    setPending(true);
    setTrouble(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="dialog-frame-form"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <div class="confirm-text">{props.children}</div>
        <Show when={props.targets?.length}>
          <ul class="confirm-targets mono">
            <For each={props.targets}>{(target) => <li>{target}</li>}</For>
          </ul>
        </Show>
        <Show when={props.typed}>
          {(word) => (
            <label class="field">
              <span>{say('ui.typeToConfirm', { word: word() })}</span>
              <input
                class="mono"
                autocomplete="off"
                spellcheck={false}
                autofocus
                value={text()}
                onInput={({ currentTarget }) => setText(currentTarget.value)}
              />
            </label>
          )}
        </Show>
        <Show when={trouble()}>
          {(why) => (
            <Banner tone="critical" glyph="warning" alert>
              {why()}
            </Banner>
          )}
        </Show>
        <div class="dialog-actions">
          <Button autofocus={props.typed === undefined} onClick={() => props.onClose()}>
            {say('cancel')}
          </Button>
          <Button
            type="submit"
            look={props.danger === true ? 'danger' : 'primary'}
            pending={pending()}
            disabled={!ready()}
          >
            {props.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
