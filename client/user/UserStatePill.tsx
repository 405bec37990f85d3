import type { JSX } from 'solid-js';
import type { UserView } from '#shared/tenant/users.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

export function UserStatePill(props: { state: UserView['state'] }): JSX.Element {
  return (
    <Pill tone={props.state === 'active' ? 'calm' : 'unknown'} glyph={props.state === 'active' ? 'person' : 'lock'}>
      {say(`user.${props.state}`)}
    </Pill>
  );
}
