import { createSignal, onMount, Show, type JSX } from 'solid-js';
import type { LoginStep } from '#shared/auth/login.ts';
import { PasskeyOptions } from '#shared/auth/passkey.ts';
import { SessionView } from '#shared/tenant/session.ts';
import { postJson } from '../shell/api.ts';
import { CodeField } from '../shell/CodeField.tsx';
import { passkeysPossible, usePasskey } from '../shell/passkey.ts';
import { enterSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { createAttempt } from './attempt.ts';
import { DoorTrouble } from './DoorTrouble.tsx';

/** A code of the authenticator app, a passkey, or one of the recovery codes. */
export function SecondStep(props: {
  step: Extract<LoginStep, { step: 'second-factor' }>;
  onBack: (why?: string) => void;
}): JSX.Element {
  const offers = (method: 'totp' | 'passkey' | 'recovery'): boolean => props.step.methods.includes(method);
  const [recovery, setRecovery] = createSignal(false);
  const [code, setCode] = createSignal('');
  const attempt = createAttempt();
  const orBack = async (): Promise<void> => {
    if (attempt.code() === 'login/step-over') props.onBack(attempt.trouble());
  };
  const withCode = (): Promise<void> =>
    attempt
      .run(async () => enterSession(await postJson('/api/login/code', { code: code() }, SessionView)))
      .then(orBack);
  const withPasskey = (): Promise<void> =>
    attempt
      .run(async () => {
        const options = await postJson('/api/login/passkey/options', {}, PasskeyOptions);
        const response = await usePasskey(options);
        enterSession(await postJson('/api/login/passkey', { response }, SessionView));
      })
      .then(orBack);
  const passkey = (): boolean => offers('passkey') && passkeysPossible();
  const typed = (): boolean => offers('totp') || recovery();
  onMount(() => {
    if (passkey() && !offers('totp')) void withPasskey();
  });
  return (
    <>
      <Show when={typed()} fallback={<DoorTrouble text={attempt.trouble()} />}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void withCode();
          }}
        >
          <Show when={recovery()} keyed fallback={<Code />}>
            <Code />
          </Show>
          <Button
            type="submit"
            look="primary"
            pending={attempt.pending()}
            disabled={code() === '' || attempt.waitMs() > 0}
          >
            {say('second.enter')}
          </Button>
        </form>
      </Show>
      <div class="door-more">
        <Show when={passkey()}>
          <Button look={typed() ? 'plain' : 'primary'} pending={attempt.pending()} onClick={() => void withPasskey()}>
            <Glyph name="key" /> {say('passkey.use')}
          </Button>
        </Show>
        <Show when={offers('recovery')}>
          <button
            type="button"
            class="door-link"
            onClick={() => {
              setCode('');
              setRecovery(!recovery());
            }}
          >
            {say(recovery() ? 'second.useApp' : 'second.useRecovery')}
          </button>
        </Show>
        <button type="button" class="door-link" onClick={() => props.onBack()}>
          {say('login.back')}
        </button>
      </div>
    </>
  );

  function Code(): JSX.Element {
    return (
      <CodeField
        recovery={recovery()}
        label={say(recovery() ? 'second.recoveryCode' : 'second.code')}
        hint={say(recovery() ? 'second.recoveryHint' : 'second.codeHint')}
        value={code()}
        onInput={setCode}
        trouble={attempt.trouble()}
      />
    );
  }
}
