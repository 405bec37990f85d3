import { createResource, createSignal, Match, Switch, type JSX } from 'solid-js';
import { RequestReset, ResetOffer } from '#shared/tenant/links.ts';
import { getJson, post } from '../shell/api.ts';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { createAttempt } from './attempt.ts';
import { DoorTrouble } from './DoorTrouble.tsx';

/** Asks for a link by mail; where there is no mail, says who can give one. */
export function ForgottenPassword(props: { email: string; onBack: () => void }): JSX.Element {
  const [email, setEmail] = createSignal(props.email);
  const [sent, setSent] = createSignal(false);
  const attempt = createAttempt();
  const [offer] = createResource(() => getJson('/api/password-resets', ResetOffer).catch(() => ({ byMail: true })));
  const ask = (): Promise<void> =>
    attempt.run(async () => {
      await post('/api/password-resets', { email: email().trim() });
      setSent(true);
    });
  return (
    <>
      <Switch>
        <Match when={offer()?.byMail === false}>
          <p>{say('reset.noMail')}</p>
        </Match>
        <Match when={sent()}>
          <p role="status">{say('reset.sent')}</p>
        </Match>
        <Match when={true}>
          <p class="muted">{say('reset.text')}</p>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void ask();
            }}
          >
            <label class="field">
              <span>{say('login.email')}</span>
              <input
                type="email"
                name="email"
                autocomplete="username"
                required
                autofocus
                value={email()}
                onInput={(event) => setEmail(event.currentTarget.value)}
              />
            </label>
            <DoorTrouble text={attempt.trouble()} />
            <Button
              type="submit"
              look="primary"
              pending={attempt.pending()}
              disabled={!RequestReset.safeParse({ email: email().trim() }).success}
            >
              {say('reset.send')}
            </Button>
          </form>
        </Match>
      </Switch>
      <button type="button" class="door-link" onClick={() => props.onBack()}>
        {say('login.back')}
      </button>
    </>
  );
}
