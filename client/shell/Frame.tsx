import type { RouteSectionProps } from '@solidjs/router';
import { ErrorBoundary, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { say } from '../words/words.ts';
import './frame.css';
import { LiveProvider } from './live.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';

/** What stays while screens change: rail, top bar, and the one live connection. */
export function Frame(props: RouteSectionProps): JSX.Element {
  return (
    <LiveProvider>
      <a class="skip-link" href="#main">
        {say('frame.skip')}
      </a>
      <Rail />
      <TopBar />
      <main class="frame-main" id="main" tabIndex={-1}>
        <ErrorBoundary
          fallback={(error: unknown, reset) => (
            <ErrorState title={say('failed.screen')} text={error instanceof Error ? error.message : String(error)}>
              <Button onClick={reset}>{say('tryAgain')}</Button>
            </ErrorState>
          )}
        >
          {props.children}
        </ErrorBoundary>
      </main>
    </LiveProvider>
  );
}
