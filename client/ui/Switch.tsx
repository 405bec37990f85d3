import { createSignal, type JSX } from 'solid-js';
import { showToast } from './toasts.ts';
import './form/form.css';

/** On or off, at once: it moves when the act is confirmed and says when it failed. Inside forms use `CheckboxField`. */
export function Switch(props: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onSwitch: (on: boolean) => Promise<void> | void;
}): JSX.Element {
  const [pending, setPending] = createSignal(false);
  const change = async (input: HTMLInputElement): Promise<void> => {
    const wanted = input.checked;
    input.checked = props.checked;
    setPending(true);
    try {
      await props.onSwitch(wanted);
    } catch (error) {
      showToast({ tone: 'trouble', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setPending(false);
    }
  };
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        class="switch"
        checked={props.checked}
        disabled={props.disabled === true || pending()}
        aria-busy={pending()}
        onChange={({ currentTarget }) => void change(currentTarget)}
      />
      {props.label}
    </label>
  );
}
