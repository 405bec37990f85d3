import { Show, type JSX } from 'solid-js';
import type { SubscriptionDetail } from '#shared/subscription/view.ts';
import { Finding, type FindingAct } from '#shared/troubleshooting/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';
import { FindingList } from './FindingList.tsx';

/** Why a line can't connect, live: it changes while the customer on the telephone tries again. */
export function LineTrouble(props: {
  id: string;
  line: Pick<SubscriptionDetail, 'username'>;
  timeZone: string;
  act: (act: FindingAct) => (() => void) | undefined;
}): JSX.Element {
  const view = createLiveView(
    useLive(),
    () => ({ view: 'troubleshooting', id: props.id as ActorId }) as const,
    Finding,
  );
  return (
    <Show
      when={view.rows.length > 0 || view.state === 'current'}
      fallback={<Skeleton rows={2} label={say('loading')} />}
    >
      <FindingList
        findings={view.rows.map(({ fields }) => fields)}
        username={props.line.username}
        timeZone={props.timeZone}
        act={props.act}
      />
    </Show>
  );
}
