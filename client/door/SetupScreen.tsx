import { createResource, createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { SetupRequest, SetupView } from '#shared/tenant/setup.ts';
import { ApiError, getJson, post } from '../shell/api.ts';
import { Glyph } from '../ui/Glyph.tsx';
import { say } from '../words/words.ts';
import { DoorPage } from './DoorPage.tsx';
import { SetupForm } from './SetupForm.tsx';

/** The page behind the one-time link (`/setup#token`) that creates the first company and its owner. */
export function SetupScreen(): JSX.Element {
  const token = window.location.hash.slice(1);
  const [status] = createResource(() => getJson('/api/setup', SetupView).catch((error: unknown) => troubleOf(error)));
  const [pending, setPending] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();

  const create = async (answers: Omit<SetupRequest, 'token'>): Promise<void> => {
    const request = SetupRequest.safeParse({ ...answers, token });
    if (!request.success) {
      setTrouble(say('setup.incomplete'));
      return;
    }
    setPending(true);
    setTrouble(undefined);
    try {
      await post('/api/setup', request.data);
      window.location.assign('/');
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setPending(false);
    }
  };

  return (
    <DoorPage title={say('setup.title')}>
      <Switch fallback={<p class="muted">{say('loading')}</p>}>
        <Match when={typeof status() === 'string'}>
          <p role="alert">{status() as string}</p>
        </Match>
        <Match when={isDone(status())}>
          <p>{say('setup.done')}</p>
          <a href="/">{say('setup.toLogin')}</a>
        </Match>
        <Match when={token === ''}>
          <p role="alert">{say('setup.noToken')}</p>
        </Match>
        <Match when={status()}>
          <p class="muted">{say('setup.text')}</p>
          <SetupForm pending={pending()} onCreate={(answers) => void create(answers)} />
          <Show when={trouble()}>
            {(text) => (
              <p class="door-error" role="alert">
                <Glyph name="warning" />
                {text()}
              </p>
            )}
          </Show>
        </Match>
      </Switch>
    </DoorPage>
  );
}

function isDone(status: SetupView | string | undefined): boolean {
  return typeof status === 'object' && !status.needed;
}

function troubleOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.status === 0 ? say('login.unreachable') : error.message;
}
