import { Match, Show, Switch, type JSX } from 'solid-js';
import { SecurityView } from '#shared/auth/secondFactor.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';
import { AccountPage } from './AccountPage.tsx';
import { AppSection } from './AppSection.tsx';
import { PasskeySection } from './PasskeySection.tsx';

/** Second factors: authenticator app, recovery codes, passkeys. */
export function SecurityScreen(): JSX.Element {
  const security = createFetched((signal) => getJson('/api/session/security', SecurityView, { signal }));
  const unprotected = (view: SecurityView): boolean => !view.totp && view.passkeys.length === 0;
  return (
    <AccountPage title="account.security">
      <Switch fallback={<Skeleton rows={6} label={say('loading')} />}>
        <Match when={security.data()}>
          {(view) => (
            <>
              <Show when={unprotected(view())}>
                <Banner tone="notice" glyph="lock">
                  {say(view().required ? 'account.required' : 'account.unprotected')}
                </Banner>
              </Show>
              <AppSection security={view()} onChanged={() => void security.reload()} />
              <PasskeySection security={view()} onChanged={() => void security.reload()} />
            </>
          )}
        </Match>
        <Match when={security.trouble()}>
          {(text) => (
            <ErrorState title={say('account.failed')} text={text()}>
              <Button onClick={() => void security.reload()}>{say('tryAgain')}</Button>
            </ErrorState>
          )}
        </Match>
      </Switch>
    </AccountPage>
  );
}
