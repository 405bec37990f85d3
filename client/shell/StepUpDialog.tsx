import { createSignal, Match, onMount, Show, Switch, type JSX } from 'solid-js';
import { PasskeyOptions } from '#shared/auth/passkey.ts';
import { SecurityView } from '#shared/auth/secondFactor.ts';
import { SteppedUp } from '#shared/auth/stepUp.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { getJson, postJson } from './api.ts';
import { CodeField } from './CodeField.tsx';
import { passkeysPossible, troubleWords, usePasskey } from './passkey.ts';
import { answerStepUp, stepUpAsked } from './stepUp.ts';

/** Proves again who sits there, before what matters; the act goes on by itself afterwards. */
export function StepUpDialog(): JSX.Element {
  return (
    <Show when={stepUpAsked()}>
      <StepUp />
    </Show>
  );
}

function StepUp(): JSX.Element {
  const [security, setSecurity] = createSignal<SecurityView>();
  const [secret, setSecret] = createSignal('');
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setPending(true);
    setTrouble(undefined);
    try {
      await act();
    } catch (error) {
      setTrouble(troubleWords(error));
    } finally {
      setPending(false);
    }
  };
  const prove = (proof: object): Promise<void> =>
    attempt(async () => {
      await postJson('/api/session/step-up', proof, SteppedUp);
      answerStepUp(true);
    });
  const withPasskey = (): Promise<void> =>
    attempt(async () => {
      const options = await postJson('/api/session/step-up/passkey', {}, PasskeyOptions);
      const response = await usePasskey(options);
      await postJson('/api/session/step-up', { response }, SteppedUp);
      answerStepUp(true);
    });
  onMount(() => void attempt(async () => void setSecurity(await getJson('/api/session/security', SecurityView))));
  const hasPasskey = (): boolean => passkeysPossible() && (security()?.passkeys.length ?? 0) > 0;
  const byPassword = (): boolean => !security()?.totp && security()?.passkeys.length === 0;

  return (
    <Dialog title={say('stepUp.title')} onClose={() => answerStepUp(false)}>
      <form
        class="dialog-frame-form"
        onSubmit={(event) => {
          event.preventDefault();
          void prove(byPassword() ? { password: secret() } : { code: secret() });
        }}
      >
        <p class="muted">{say('stepUp.text')}</p>
        <Switch fallback={<Show when={trouble()}>{(text) => <p role="alert">{text()}</p>}</Show>}>
          <Match when={security()?.totp}>
            <CodeField
              recovery
              label={say('stepUp.code')}
              value={secret()}
              onInput={setSecret}
              trouble={trouble()}
              hint={say('stepUp.codeHint')}
            />
          </Match>
          <Match when={byPassword()}>
            <label class="field">
              <span>{say('login.password')}</span>
              <input
                type="password"
                autocomplete="current-password"
                autofocus
                value={secret()}
                onInput={(event) => setSecret(event.currentTarget.value)}
              />
              <Show when={trouble()}>
                {(text) => (
                  <span class="field-error" role="alert">
                    {text()}
                  </span>
                )}
              </Show>
            </label>
          </Match>
        </Switch>
        <div class="dialog-actions">
          <Show when={hasPasskey()}>
            <Button pending={pending()} onClick={() => void withPasskey()}>
              <Glyph name="key" /> {say('passkey.use')}
            </Button>
          </Show>
          <Show when={byPassword() || security()?.totp}>
            <Button type="submit" look="primary" pending={pending()} disabled={secret() === ''}>
              {say('stepUp.do')}
            </Button>
          </Show>
        </div>
      </form>
    </Dialog>
  );
}
