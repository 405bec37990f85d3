import { Show, type JSX } from 'solid-js';
import type { OnCallView } from '#shared/onCall/view.ts';
import type { Fetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { say } from '../words/words.ts';
import './onCall.css';
import { onCallTabs } from './onCallTabs.ts';

/** The frame of every on-call page that shows the one answer: tabs, loading, trouble. */
export function OnCallPage(props: {
  title: string;
  view: Fetched<OnCallView>;
  end?: JSX.Element;
  children: (view: () => OnCallView) => JSX.Element;
}): JSX.Element {
  const session = useSession();
  useTrail(() => [{ label: say('onCall.title'), href: '/on-call' }, { label: props.title }]);
  return (
    <div class="peek-list">
      <TabLinks label={say('onCall.title')} tabs={onCallTabs(session)}>
        {props.end}
      </TabLinks>
      <div class="on-call-page">
        <Show
          when={props.view.data()}
          fallback={
            <Show when={props.view.trouble()} fallback={<Skeleton rows={6} label={props.title} />}>
              {(trouble) => (
                <ErrorState title={say('onCall.failed')} text={trouble()}>
                  <Button onClick={() => void props.view.reload()}>{say('tryAgain')}</Button>
                </ErrorState>
              )}
            </Show>
          }
        >
          {(view) => props.children(view)}
        </Show>
      </div>
    </div>
  );
}
