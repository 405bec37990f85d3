import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import type { LoginStep } from '#shared/auth/login.ts';
import { PasskeyOptions } from '#shared/auth/passkey.ts';
import { DemoLogin, SessionView, type LoginRequest } from '#shared/tenant/session.ts';
import { ApiError, getJson, postJson } from '../shell/api.ts';
import { passkeysPossible, usePasskey } from '../shell/passkey.ts';
import { enterSession, logIn } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { createAttempt } from './attempt.ts';
import { DemoLogins } from './DemoLogins.tsx';
import { DoorTrouble } from './DoorTrouble.tsx';

/** E-mail and password, or a passkey alone; while the lab runs, its people as one-key choices. */
export function PasswordStep(props: {
  notice: string | undefined;
  onStep: (step: LoginStep) => void;
  onForgotten: (email: string) => void;
}): JSX.Element {
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [demoLogins] = createResource(findDemoLogins);
  const attempt = createAttempt();
  const enter = (request: LoginRequest): Promise<void> =>
    attempt.run(async () => {
      const step = await logIn(request);
      if (step) props.onStep(step);
    });
  const withPasskey = (): Promise<void> =>
    attempt.run(async () => {
      const options = await postJson('/api/login/passkey/options', {}, PasskeyOptions);
      const response = await usePasskey(options);
      enterSession(await postJson('/api/login/passkey', { response }, SessionView));
    });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter({ email: email(), password: password() });
        }}
      >
        <label class="field">
          <span>{say('login.email')}</span>
          <input
            type="email"
            name="email"
            autocomplete="username"
            required
            value={email()}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{say('login.password')}</span>
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password()}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <DoorTrouble text={attempt.trouble() ?? props.notice} />
        <Button type="submit" look="primary" pending={attempt.pending()} disabled={attempt.waitMs() > 0}>
          {say('login.enter')}
        </Button>
      </form>
      <div class="door-more">
        <Show when={passkeysPossible()}>
          <Button pending={attempt.pending()} onClick={() => void withPasskey()}>
            <Glyph name="key" /> {say('passkey.login')}
          </Button>
        </Show>
        <button type="button" class="door-link" onClick={() => props.onForgotten(email())}>
          {say('login.forgotten')}
        </button>
      </div>
      <Show when={demoLogins()?.length ? demoLogins() : undefined}>
        {(logins) => <DemoLogins logins={logins()} onChoose={(login) => void enter(login)} />}
      </Show>
    </>
  );
}

/** No answer or 404 means that no lab runs, and the page is the plain one. */
async function findDemoLogins(): Promise<readonly DemoLogin[]> {
  try {
    return await getJson('/api/demo-logins', z.array(DemoLogin));
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}
