import { For, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import { getJson, post, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import { AccountPage, AccountSection } from './AccountPage.tsx';
import { createOwnAct } from './ownAct.ts';

/** Where one is logged in, and how to end it. */
export function SessionsScreen(): JSX.Element {
  const { timeZone } = useSession();
  const sessions = createFetched((signal) => getJson('/api/session/sessions', z.array(SessionEntry), { signal }));
  const act = createOwnAct();
  const end = (entry: SessionEntry): Promise<void> =>
    act.run(async () => {
      await post(`/api/session/sessions/${entry.id}/revoke`, {});
      await sessions.reload();
    });
  const endOthers = (): Promise<void> =>
    act.run(async () => {
      const { ended } = await postJson('/api/session/sessions/revoke-others', {}, SessionsEnded);
      showToast({ tone: 'done', text: sayCount('session.ended', ended) });
      await sessions.reload();
    });
  return (
    <AccountPage title="account.sessions">
      <AccountSection title={say('account.sessions')} text={say('session.text')}>
        <Switch fallback={<Skeleton rows={4} label={say('loading')} />}>
          <Match when={sessions.data()}>
            {(entries) => (
              <>
                <ul class="account-list">
                  <For each={entries()}>
                    {(entry) => (
                      <li>
                        <Glyph name="system" />
                        <span class="account-what">
                          <strong>{entry.device || say('session.unknown')}</strong>
                          <span class="faint">
                            <span class="mono">{entry.address}</span> · {say('session.seen')}{' '}
                            <Age at={entry.lastSeenAt} timeZone={timeZone} />
                          </span>
                        </span>
                        <Show
                          when={entry.current}
                          fallback={
                            <Button pending={act.pending()} onClick={() => void end(entry)}>
                              {say('session.end')}
                            </Button>
                          }
                        >
                          <Pill tone="calm" glyph="live">
                            {say('session.this')}
                          </Pill>
                        </Show>
                      </li>
                    )}
                  </For>
                </ul>
                <Show when={act.trouble()}>{(text) => <p role="alert">{text()}</p>}</Show>
                <Show when={entries().length > 1}>
                  <Button pending={act.pending()} onClick={() => void endOthers()}>
                    {say('session.endOthers')}
                  </Button>
                </Show>
              </>
            )}
          </Match>
          <Match when={sessions.trouble()}>
            {(text) => (
              <ErrorState title={say('account.failed')} text={text()}>
                <Button onClick={() => void sessions.reload()}>{say('tryAgain')}</Button>
              </ErrorState>
            )}
          </Match>
        </Switch>
      </AccountSection>
    </AccountPage>
  );
}
