import { useNavigate } from '@solidjs/router';
import { createSignal, Show, type JSX } from 'solid-js';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import '../ui/searchField.css';
import { say } from '../words/words.ts';
import { actorHref, addressIn } from './actorLink.ts';

/** Any actor by its address, also one at rest. `kind/id` is completed with one's own company. */
export function FindActor(): JSX.Element {
  const navigate = useNavigate();
  const { tenantId } = useSession();
  const [text, setText] = createSignal('');
  const [wrong, setWrong] = createSignal(false);
  let input!: HTMLInputElement;
  useShortcuts(() => ({ '/': () => input.focus() }));
  const go = (): void => {
    const address = addressIn(text()) ?? addressIn(`${tenantId}/${text().trim()}`);
    setWrong(address === undefined);
    if (address !== undefined) navigate(actorHref(address));
  };
  return (
    <form
      class="find-actor"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label class="search-field find-field">
        <Glyph name="search" />
        <span class="visually-hidden">{say('find.label')}</span>
        <input
          ref={input}
          type="search"
          class="mono"
          placeholder={say('find.hint')}
          spellcheck={false}
          aria-invalid={wrong()}
          value={text()}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
        />
      </label>
      <Button type="submit">{say('find.go')}</Button>
      <Show when={wrong()}>
        <span class="field-error" role="alert">
          {say('find.wrong')}
        </span>
      </Show>
    </form>
  );
}
