import type { JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { DoorPage } from './DoorPage.tsx';

/** A fault of this page. What was sent is with the server; reloading starts the page afresh. */
export function FailedScreen(props: { error: unknown }): JSX.Element {
  return (
    <DoorPage title={say('failed.title')}>
      <p role="alert">{say('failed.text')}</p>
      <pre class="failed-detail mono">{props.error instanceof Error ? props.error.message : String(props.error)}</pre>
      <Button look="primary" onClick={() => window.location.reload()}>
        {say('failed.reload')}
      </Button>
    </DoorPage>
  );
}
