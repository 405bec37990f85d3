import { Show, type JSX } from 'solid-js';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { usePermission, useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';
import type { AlarmActions } from './alarmActions.ts';

/** The acts that make sense in the alarm's present state and that this person's role allows. */
export function AlarmButtons(props: { alarm: AlarmRow; actions: AlarmActions; onShelve: () => void }): JSX.Element {
  const { userId } = useSession();
  const mayAcknowledge = usePermission('alarm.acknowledge');
  const mayClaim = usePermission('alarm.claim');
  const mayTake = usePermission('alarm.take');
  const mayShelve = usePermission('alarm.shelve');
  const mayClear = usePermission('alarm.clear');
  const state = () => props.alarm.state;
  const own = (): boolean => props.alarm.claimedBy === userId;
  const pending = () => props.actions.pending(props.alarm.id);
  const button = (
    type: 'acknowledge' | 'claim' | 'release' | 'take' | 'unshelve' | 'clear',
    hint?: string,
    primary = false,
  ) => (
    <Button
      look={primary ? 'primary' : 'plain'}
      hint={hint}
      pending={pending() === `alarm.${type}`}
      disabled={pending() !== undefined}
      onClick={() => void props.actions.act(props.alarm, { type: `alarm.${type}` })}
    >
      {say(`act.${type}`)}
    </Button>
  );
  return (
    <>
      <Show when={mayClaim() && (state() === 'raised' || state() === 'acknowledged')}>
        {button('claim', 'c', true)}
      </Show>
      <Show when={mayAcknowledge() && state() === 'raised'}>{button('acknowledge', 'a')}</Show>
      <Show when={mayClaim() && state() === 'claimed' && own()}>{button('release', 'r')}</Show>
      <Show when={mayTake() && state() === 'claimed' && !own()}>{button('take', 't')}</Show>
      <Show when={mayShelve() && state() === 'shelved'}>{button('unshelve')}</Show>
      <Show when={mayShelve() && state() !== 'cleared'}>
        <Button hint="s" disabled={pending() !== undefined} onClick={() => props.onShelve()}>
          {say(state() === 'shelved' ? 'act.shelveLonger' : 'act.shelve')}
        </Button>
      </Show>
      {/* Last, since it can't be undone here; a cause that is still there raises the alarm again by itself. */}
      <Show when={mayClear() && state() !== 'cleared'}>{button('clear')}</Show>
    </>
  );
}
