import { createSignal, Match, onMount, Show, Switch, type JSX } from 'solid-js';
import { LinkToken, LinkView } from '#shared/tenant/links.ts';
import { post, postJson } from '../shell/api.ts';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { createAttempt } from './attempt.ts';
import { DoorPage } from './DoorPage.tsx';
import { DoorTrouble } from './DoorTrouble.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';

const pages = { join: 'invitation', reset: 'reset', 'confirm-email': 'email' } as const;
export type LinkPage = keyof typeof pages;

/** The page behind a link that was mailed: `/join#…`, `/reset#…`, `/confirm-email#…`. */
export function linkPageOf(pathname: string): LinkPage | undefined {
  return (Object.keys(pages) as LinkPage[]).find((page) => pathname === `/${page}`);
}

export function LinkScreen(props: { page: LinkPage }): JSX.Element {
  const token = window.location.hash.slice(1);
  const kind = (): (typeof pages)[LinkPage] => pages[props.page];
  const [link, setLink] = createSignal<LinkView>();
  const [done, setDone] = createSignal(false);
  const look = createAttempt();
  const attempt = createAttempt();
  const whole = LinkToken.safeParse(token).success;
  onMount(() => {
    if (whole) void look.run(async () => void setLink(await postJson('/api/links/look', { token }, LinkView)));
  });
  const finish = (path: string, body: object): Promise<void> =>
    attempt.run(async () => {
      await post(path, { token, ...body });
      // The token stands in no history once it has been used.
      window.history.replaceState(undefined, '', window.location.pathname);
      setDone(true);
    });
  return (
    <DoorPage title={say(`link.${kind()}.title`)}>
      <Switch fallback={<p class="muted">{say('loading')}</p>}>
        <Match when={done()}>
          <p role="status">{say(`link.${kind()}.done`)}</p>
          <a class="button primary" href="/">
            {say('setup.toLogin')}
          </a>
        </Match>
        <Match when={!whole}>
          <DoorTrouble text={say('link.broken')} />
          <a href="/">{say('setup.toLogin')}</a>
        </Match>
        <Match when={look.trouble()}>
          <DoorTrouble text={look.trouble()} />
          <a href="/">{say('setup.toLogin')}</a>
        </Match>
        <Match when={link()?.kind !== kind() && link()}>
          <DoorTrouble text={say('link.elsewhere')} />
        </Match>
        <Match when={link()}>
          {(present) => (
            <>
              <p class="muted">
                {say(`link.${kind()}.text`, { company: present().tenantName, email: present().email })}
              </p>
              <Show
                when={kind() !== 'email'}
                fallback={
                  <>
                    <DoorTrouble text={attempt.trouble()} />
                    <Button
                      look="primary"
                      autofocus
                      pending={attempt.pending()}
                      onClick={() => void finish('/api/links/email', {})}
                    >
                      {say('link.email.do')}
                    </Button>
                  </>
                }
              >
                <NewPasswordForm
                  email={present().email}
                  name={kind() === 'invitation' ? present().name : undefined}
                  pending={attempt.pending()}
                  trouble={attempt.trouble()}
                  submitLabel={say(kind() === 'invitation' ? 'link.invitation.do' : 'link.reset.do')}
                  onSubmit={(answers) =>
                    void finish(kind() === 'invitation' ? '/api/links/join' : '/api/links/reset', answers)
                  }
                />
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </DoorPage>
  );
}
