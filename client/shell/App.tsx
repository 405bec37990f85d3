import { ErrorBoundary, Match, onMount, Switch, type JSX } from 'solid-js';
import { FailedScreen } from '../door/FailedScreen.tsx';
import { LinkScreen, linkPageOf } from '../door/LinkScreen.tsx';
import { LoginScreen } from '../door/LoginScreen.tsx';
import { SessionEndedScreen } from '../door/SessionEndedScreen.tsx';
import { SetupScreen } from '../door/SetupScreen.tsx';
import { UnreachableScreen } from '../door/UnreachableScreen.tsx';
import { ConsoleRoutes } from '../routes.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { resumeSession, SessionProvider, sessionPhase } from './session.tsx';

/** Decides between the doors (setup, links, login, ended) and the console behind them. */
export function App(): JSX.Element {
  const { pathname } = window.location;
  const linkPage = linkPageOf(pathname);
  const outside = pathname === '/setup' || linkPage !== undefined;
  onMount(() => {
    if (!outside) void resumeSession();
  });
  return (
    <ErrorBoundary fallback={(error: unknown) => <FailedScreen error={error} />}>
      <Switch fallback={<SetupScreen />}>
        <Match when={linkPage}>{(page) => <LinkScreen page={page()} />}</Match>
        <Match when={!outside && sessionPhase()}>
          {(phase) => (
            <Switch>
              <Match when={phase().is === 'unreachable'}>
                <UnreachableScreen />
              </Match>
              <Match when={phase().is === 'signed-out'}>
                <LoginScreen />
              </Match>
              <Match when={endedReason(phase())}>{(reason) => <SessionEndedScreen reason={reason()} />}</Match>
              <Match when={signedIn(phase())} keyed>
                {(session) => (
                  <SessionProvider session={session}>
                    <ConsoleRoutes />
                  </SessionProvider>
                )}
              </Match>
            </Switch>
          )}
        </Match>
      </Switch>
      <Toasts />
    </ErrorBoundary>
  );
}

type Phase = ReturnType<typeof sessionPhase>;
const endedReason = (phase: Phase) => (phase.is === 'ended' ? phase.reason : undefined);
const signedIn = (phase: Phase) => (phase.is === 'signed-in' ? phase.session : undefined);
