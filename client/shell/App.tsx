import { ErrorBoundary, Match, onMount, Switch, type JSX } from 'solid-js';
import { ConsoleRoutes } from '../routes.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { FailedScreen } from './FailedScreen.tsx';
import { LoginScreen } from './LoginScreen.tsx';
import { resumeSession, SessionProvider, sessionPhase } from './session.tsx';
import { SessionEndedScreen } from './SessionEndedScreen.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import { UnreachableScreen } from './UnreachableScreen.tsx';

/** Decides between the doors (setup, login, ended) and the console behind them. */
export function App(): JSX.Element {
  const setup = window.location.pathname === '/setup';
  onMount(() => {
    if (!setup) void resumeSession();
  });
  return (
    <ErrorBoundary fallback={(error: unknown) => <FailedScreen error={error} />}>
      <Switch fallback={<SetupScreen />}>
        <Match when={!setup && sessionPhase()}>
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
