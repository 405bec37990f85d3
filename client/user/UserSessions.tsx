import { For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { SessionEntry, SessionsEnded } from '#shared/auth/sessions.ts';
import type { UserView } from '#shared/tenant/users.ts';
import { ApiError, getJson, post, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './userSessions.css';

/** Where somebody is logged in. Ending one closes its screens within a second. */
export function UserSessions(props: { user: UserView; mayEnd: boolean; onEnded: () => void }): JSX.Element {
  const session = useSession();
  const path = (): string => `/api/users/${props.user.id}/sessions`;
  const sessions = createFetched((signal) => getJson(path(), z.array(SessionEntry), { signal }), path);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
      await sessions.reload();
      props.onEnded();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast({ text: error.message, tone: 'trouble' });
    }
  };
  const end = (id: string) => attempt(() => post(`/api/sessions/${id}/revoke`, {}));
  const endAll = () =>
    attempt(async () => {
      const { ended } = await postJson(`${path()}/revoke`, {}, SessionsEnded);
      showToast({ text: sayCount('user.sessionsEnded', ended), tone: 'done' });
    });
  return (
    <section class="user-sessions">
      <header>
        <h3>{say('user.sessions')}</h3>
        <Show when={props.mayEnd && (sessions.data()?.length ?? 0) > 1}>
          <Button look="quiet" onClick={() => void endAll()}>
            {say('user.endSessions')}
          </Button>
        </Show>
      </header>
      <Show when={sessions.trouble()}>{(why) => <p class="field-error">{why()}</p>}</Show>
      <ul>
        <For each={sessions.data()} fallback={<li class="faint">{say('user.noSessions')}</li>}>
          {(entry) => (
            <li>
              <span class="truncate">
                {entry.device || say('user.unknownDevice')}
                <span class="faint mono"> {entry.address}</span>
              </span>
              <Show when={!entry.current} fallback={<span class="faint">{say('user.thisSession')}</span>}>
                <Age at={entry.lastSeenAt} timeZone={session.timeZone} />
                <Show when={props.mayEnd}>
                  <Button look="quiet" onClick={() => void end(entry.id)}>
                    {say('user.endSession')}
                  </Button>
                </Show>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
