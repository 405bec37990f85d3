import { useBeforeLeave, type BeforeLeaveEventArgs } from '@solidjs/router';
import { createEffect, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';

/** Asks before a page with unsaved changes is left. Put it beside the form: `<LeaveGuard when={form.dirty()} />`. */
export function LeaveGuard(props: { when: boolean }): JSX.Element {
  const [leaving, setLeaving] = createSignal<BeforeLeaveEventArgs>();
  useBeforeLeave((event) => {
    if (!props.when || event.defaultPrevented) return;
    // The same page with another query is no leaving.
    if (typeof event.to === 'string' && event.to.split('?')[0] === event.from.pathname) return;
    event.preventDefault();
    setLeaving(event);
  });
  createEffect(() => {
    if (!props.when) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    onCleanup(() => window.removeEventListener('beforeunload', warn));
  });
  return (
    <Show when={leaving()}>
      {(event) => (
        <Dialog title={say('ui.leave')} onClose={() => setLeaving(undefined)}>
          <p>{say('ui.leaveText')}</p>
          <div class="dialog-actions">
            <Button onClick={() => setLeaving(undefined)}>{say('ui.stay')}</Button>
            <Button look="primary" onClick={() => event().retry(true)}>
              {say('ui.leaveDo')}
            </Button>
          </div>
        </Dialog>
      )}
    </Show>
  );
}
