import { createSignal, Show, type JSX } from 'solid-js';
import { NewPassword, repeatsEmail } from '#shared/tenant/passwordPolicy.ts';
import { PersonName } from '#shared/tenant/users.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { say } from '../words/words.ts';
import { DoorTrouble } from './DoorTrouble.tsx';

/** A password of one's own, and with `name` also how colleagues will see one. Length is what counts. */
export function NewPasswordForm(props: {
  email: string;
  name: string | undefined;
  pending: boolean;
  trouble: string | undefined;
  submitLabel: string;
  onSubmit: (answers: { password: string; name?: string }) => void;
}): JSX.Element {
  const [name, setName] = createSignal(props.name ?? '');
  const [password, setPassword] = createSignal('');
  const [left, setLeft] = createSignal(false);
  const [shown, setShown] = createSignal(false);
  const fault = (): string | undefined => {
    if (!NewPassword.safeParse(password()).success) return say('password.short');
    return repeatsEmail(password(), props.email) ? say('password.email') : undefined;
  };
  const nameFault = (): boolean => props.name !== undefined && !PersonName.safeParse(name()).success;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (fault() === undefined && !nameFault())
          props.onSubmit({ password: password(), ...(props.name === undefined ? {} : { name: name().trim() }) });
      }}
    >
      <input
        class="visually-hidden"
        type="email"
        autocomplete="username"
        value={props.email}
        readonly
        tabIndex={-1}
        aria-hidden="true"
      />
      <Show when={props.name !== undefined}>
        <label class="field">
          <span>{say('setup.ownerName')}</span>
          <input
            name="name"
            autocomplete="name"
            maxlength={100}
            value={name()}
            aria-invalid={left() && nameFault()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <span class="field-hint">{say('setup.ownerName.hint')}</span>
        </label>
      </Show>
      <div class="field">
        <label class="field-label" for="new-password">
          {say('password.new')}
        </label>
        <span class="with-unit">
          <input
            id="new-password"
            name="password"
            type={shown() ? 'text' : 'password'}
            autocomplete="new-password"
            maxlength={200}
            autofocus
            value={password()}
            aria-invalid={left() && fault() !== undefined}
            onInput={(event) => setPassword(event.currentTarget.value)}
            onBlur={() => password() !== '' && setLeft(true)}
          />
          <IconButton
            glyph={shown() ? 'eyeOff' : 'eye'}
            label={say(shown() ? 'ui.conceal' : 'ui.reveal')}
            pressed={shown()}
            onClick={() => setShown(!shown())}
          />
        </span>
        <Show when={left() && fault()} fallback={<span class="field-hint">{say('setup.password.hint')}</span>}>
          {(text) => (
            <span class="field-error" role="alert">
              {text()}
            </span>
          )}
        </Show>
      </div>
      <DoorTrouble text={props.trouble} />
      <Button type="submit" look="primary" pending={props.pending}>
        {props.submitLabel}
      </Button>
    </form>
  );
}
