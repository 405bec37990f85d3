import type { JSX } from 'solid-js';
import type { SessionEnded } from '#shared/wire/downstream.ts';
import { leaveEndedPage } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import { DoorPage } from './DoorPage.tsx';

/** Says why the session is over instead of showing a login page out of nowhere. */
export function SessionEndedScreen(props: { reason: SessionEnded['reason'] }): JSX.Element {
  return (
    <DoorPage title={say('ended.title')}>
      <p role="alert">{say(`ended.${props.reason}`)}</p>
      <p class="muted">{say('ended.safe')}</p>
      <Button look="primary" autofocus onClick={leaveEndedPage}>
        {say('ended.again')}
      </Button>
    </DoorPage>
  );
}
