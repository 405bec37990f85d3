import { createSignal, Show, type JSX } from 'solid-js';
import { ApiError, post } from '../shell/api.ts';
import { useLabRuns } from '../shell/lab.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

/** Restart loses nothing: state comes back from the database or the device. Crashing on purpose needs the lab. */
export function ActorOperations(props: { address: string }): JSX.Element {
  const mayOperate = usePermission('inspector.operate');
  const labRuns = useLabRuns();
  const [pending, setPending] = createSignal<'restart' | 'crash'>();
  const run = async (act: 'restart' | 'crash'): Promise<void> => {
    setPending(act);
    try {
      await post(`/api/inspector/${act}`, { address: props.address });
      showToast({ tone: 'done', text: say(`operate.${act}.done`) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      showToast({ tone: 'trouble', text: error.message });
    } finally {
      setPending(undefined);
    }
  };
  return (
    <Show when={mayOperate()}>
      <div class="actor-operations">
        <Button
          pending={pending() === 'restart'}
          title={say('operate.restart.explain')}
          onClick={() => void run('restart')}
        >
          <Glyph name="restart" />
          {say('operate.restart')}
        </Button>
        <Show when={labRuns() === true}>
          <Button
            look="danger"
            pending={pending() === 'crash'}
            title={say('operate.crash.explain')}
            onClick={() => void run('crash')}
          >
            <Glyph name="crash" />
            {say('operate.crash')}
          </Button>
        </Show>
      </div>
    </Show>
  );
}
