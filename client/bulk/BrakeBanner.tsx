import { createSignal, Show, type JSX } from 'solid-js';
import { BrakeRules } from '#shared/bulk/requests.ts';
import { getJson, putJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

/** Whether cuts are held back, and the one key that holds or releases them. */
export function BrakeBanner(): JSX.Element {
  const session = useSession();
  const brake = createFetched((signal) => getJson('/api/bulk/brake', BrakeRules, { signal }));
  const [sending, setSending] = createSignal(false);
  const may = (): boolean => session.permissions.includes('bulk.brake');
  const hold = async (rules: BrakeRules, held: boolean): Promise<void> => {
    setSending(true);
    try {
      await putJson('/api/bulk/brake', { ...rules, held }, BrakeRules);
      await brake.reload();
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    } finally {
      setSending(false);
    }
  };
  return (
    <Show when={brake.data()}>
      {(rules) => (
        <Show
          when={rules().held}
          fallback={
            <Show when={may()}>
              <p class="bulk-brake">
                <Button pending={sending()} onClick={() => void hold(rules(), true)}>
                  {say('bulk.hold')}
                </Button>
              </p>
            </Show>
          }
        >
          <Banner tone="critical" glyph="pause" alert>
            {say('bulk.heldText')}{' '}
            <Show when={may()}>
              <Button pending={sending()} onClick={() => void hold(rules(), false)}>
                {say('bulk.release')}
              </Button>
            </Show>
          </Banner>
        </Show>
      )}
    </Show>
  );
}
