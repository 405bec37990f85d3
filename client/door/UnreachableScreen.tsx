import { onCleanup, onMount, type JSX } from 'solid-js';
import { resumeSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { DoorPage } from './DoorPage.tsx';

const RETRY_MS = 2_000;

/** The server did not answer the first question; keeps asking. */
export function UnreachableScreen(): JSX.Element {
  onMount(() => {
    const timer = setInterval(() => void resumeSession(), RETRY_MS);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <DoorPage title={say('unreachable.title')}>
      <p class="muted">{say('unreachable.text')}</p>
      <Button onClick={() => void resumeSession()}>{say('tryNow')}</Button>
    </DoorPage>
  );
}
