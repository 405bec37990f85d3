import { createSignal, Show, type JSX } from 'solid-js';
import { ChannelTest } from '#shared/notice/webhook.ts';
import { postJson } from '../shell/api.ts';
import { Button } from '../ui/Button.tsx';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';

/** Really sends, and keeps the answer beside the button. */
export function TestButton(props: { path: string; disabled?: boolean }): JSX.Element {
  const [pending, setPending] = createSignal(false);
  const [result, setResult] = createSignal<ChannelTest>();
  const run = async (): Promise<void> => {
    setPending(true);
    try {
      setResult(await postJson(props.path, {}, ChannelTest));
    } catch (error) {
      setResult({ ok: false, tookMs: 0, outcome: error instanceof Error ? error.message : String(error) });
    } finally {
      setPending(false);
    }
  };
  return (
    <span class="on-call-test">
      <Button pending={pending()} disabled={props.disabled === true} onClick={() => void run()}>
        {say('way.test')}
      </Button>
      <span role="status">
        <Show when={result()}>
          {(test) => (
            <Pill
              tone={test().ok ? 'ok' : 'critical'}
              glyph={test().ok ? 'acknowledged' : 'warning'}
              title={test().outcome}
            >
              {test().ok
                ? say('way.testOk', { ms: test().tookMs, answer: test().outcome })
                : say('way.testFailed', { answer: test().outcome })}
            </Pill>
          )}
        </Show>
      </span>
    </span>
  );
}
