import { createResource, createSignal, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { DemoLogin, type LoginRequest } from '#shared/tenant/session.ts';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { ApiError, getJson } from './api.ts';
import { DemoLogins } from './DemoLogins.tsx';
import { DoorPage } from './DoorPage.tsx';
import { logIn } from './session.tsx';

/** E-mail and password; while the lab runs, its people as one-key choices. */
export function LoginScreen(): JSX.Element {
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [demoLogins] = createResource(findDemoLogins);

  const enter = async (request: LoginRequest): Promise<void> => {
    if (pending()) return;
    setPending(true);
    setTrouble(undefined);
    try {
      await logIn(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setTrouble(error.status === 0 ? say('login.unreachable') : error.message);
    } finally {
      setPending(false);
    }
  };

  return (
    <DoorPage title={say('login.title')}>
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
        <Show when={trouble()}>
          {(text) => (
            <p class="door-error" role="alert">
              <Glyph name="warning" />
              {text()}
            </p>
          )}
        </Show>
        <Button type="submit" look="primary" pending={pending()}>
          {say('login.enter')}
        </Button>
      </form>
      <Show when={demoLogins()?.length ? demoLogins() : undefined}>
        {(logins) => <DemoLogins logins={logins()} onChoose={(login) => void enter(login)} />}
      </Show>
    </DoorPage>
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
