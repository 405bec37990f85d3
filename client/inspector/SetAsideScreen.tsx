import { A } from '@solidjs/router';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { SetAsideMessage } from '#shared/inspector/view.ts';
import { Reply } from '#shared/wire/reply.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { ApiError, post, postJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { usePermission, useSession } from '../shell/session.tsx';
import { useTrail } from '../shell/trail.ts';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import { actorHref } from './actorLink.ts';
import './inspector.css';
import { inspectorTabs } from './inspectorTabs.ts';

/** Messages that crashed their actor twice. Nothing was changed by them; a person decides what becomes of each. */
export function SetAsideScreen(): JSX.Element {
  useTrail(() => [{ label: say('inspector.title'), href: '/inspector' }, { label: say('inspector.setAside') }]);
  const view = createLiveView(useLive(), () => ({ view: 'inspector.setAside' }), SetAsideMessage);
  return (
    <div class="inspector">
      <TabLinks label={say('inspector.title')} tabs={inspectorTabs(view.total)} />
      <Switch>
        <Match when={view.state === 'refused'}>
          <ErrorState title={say('inspector.refused')} text={view.refusal?.message ?? ''} />
        </Match>
        <Match when={view.rows.length > 0}>
          <ul class="set-aside-list">
            <For each={view.rows}>{(row) => <Message message={row.fields} />}</For>
          </ul>
        </Match>
        <Match when={view.state === 'current'}>
          <EmptyState glyph="acknowledged" calm title={say('setAside.empty')} text={say('setAside.emptyText')} />
        </Match>
        <Match when={true}>
          <Skeleton rows={6} label={say('loading')} />
        </Match>
      </Switch>
    </div>
  );
}

function Message(props: { message: SetAsideMessage }): JSX.Element {
  const { timeZone } = useSession();
  const mayOperate = usePermission('inspector.operate');
  const [pending, setPending] = createSignal<'retry' | 'discard'>();
  const [asking, setAsking] = createSignal(false);
  const path = (act: string): string => `/api/inspector/set-aside/${props.message.id}/${act}`;
  const run = async (act: 'retry' | 'discard', work: () => Promise<void>): Promise<void> => {
    setPending(act);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast({ tone: 'trouble', text: error.message });
    } finally {
      setPending(undefined);
    }
  };
  const retry = async (): Promise<void> => {
    const reply = await postJson(path('retry'), {}, Reply);
    showToast(reply.ok ? { tone: 'done', text: say('setAside.retried') } : { tone: 'trouble', text: reply.message });
  };
  const discard = async (): Promise<void> => {
    await post(path('discard'), {});
    showToast({ tone: 'done', text: say('setAside.discarded') });
  };
  return (
    <li class="set-aside">
      <header>
        <h2 class="mono">{props.message.type}</h2>
        <span class="muted">
          <Age at={props.message.setAsideAt} timeZone={timeZone} />
          <Show when={props.message.retriedAt}>
            {(at) => (
              <>
                {' · '}
                {say('setAside.lastRetry')} <Age at={at()} timeZone={timeZone} />
              </>
            )}
          </Show>
        </span>
        <Show when={mayOperate()}>
          <Button pending={pending() === 'retry'} onClick={() => void run('retry', retry)}>
            {say('setAside.retry')}
          </Button>
          <Button look="quiet" pending={pending() === 'discard'} onClick={() => setAsking(true)}>
            {say('setAside.discard')}
          </Button>
        </Show>
      </header>
      <p class="set-aside-error">{props.message.error}</p>
      <A class="mono truncate" href={actorHref(props.message.address)}>
        {props.message.address}
      </A>
      <pre class="mono message-body">{props.message.body}</pre>
      <Show when={asking()}>
        <Dialog title={say('setAside.discardTitle')} onClose={() => setAsking(false)}>
          <p>{say('setAside.discardText')}</p>
          <div class="dialog-actions">
            <Button onClick={() => setAsking(false)}>{say('cancel')}</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                void run('discard', discard);
              }}
            >
              {say('setAside.discard')}
            </Button>
          </div>
        </Dialog>
      </Show>
    </li>
  );
}
