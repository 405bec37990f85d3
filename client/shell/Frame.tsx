import type { RouteSectionProps } from '@solidjs/router';
import { ErrorBoundary, Suspense, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';
import './frame.css';
import { useGlobalActs } from './globalActs.ts';
import { useGlobalKeys } from './globalKeys.ts';
import { KeyboardHelp } from './KeyboardHelp.tsx';
import { LiveProvider } from './live.tsx';
import { Palette } from './palette/Palette.tsx';
import { Rail } from './Rail.tsx';
import { StepUpDialog } from './StepUpDialog.tsx';
import { TopBar } from './TopBar.tsx';

/** What stays while screens change: rail, top bar, palette, keys, and the one live connection. */
export function Frame(props: RouteSectionProps): JSX.Element {
  return (
    <LiveProvider>
      <FrameParts>{props.children}</FrameParts>
    </LiveProvider>
  );
}

function FrameParts(props: { children: JSX.Element }): JSX.Element {
  useGlobalKeys();
  useGlobalActs();
  return (
    <>
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
          <Suspense fallback={<Skeleton rows={14} label={say('loading')} />}>{props.children}</Suspense>
        </ErrorBoundary>
      </main>
      <Palette />
      <KeyboardHelp />
      <StepUpDialog />
    </>
  );
}
