import { createSignal, Match, onCleanup, onMount, Show, Switch, type JSX } from 'solid-js';
import { type Verdict, Verification } from '#shared/audit/verification.ts';
import { getJson, postJson } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Progress } from '../ui/Progress.tsx';
import { say, sayNumber } from '../words/words.ts';

const ASK_AGAIN_MS = 700;

/** Has the server prove the log, and shows how far it is and what came out. Goes on when the dialog is closed. */
export function VerifyDialog(props: { onClose: () => void }): JSX.Element {
  const [state, setState] = createSignal<Verification>({ state: 'none' });
  const [trouble, setTrouble] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isUnderWay = (): boolean => state().state === 'waiting' || state().state === 'running';
  const take = async (answer: Promise<Verification>): Promise<void> => {
    try {
      setState(await answer);
      setTrouble(undefined);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
    if (isUnderWay()) timer = setTimeout(() => void take(getJson('/api/audit/verify', Verification)), ASK_AGAIN_MS);
  };
  onMount(() => void take(getJson('/api/audit/verify', Verification)));
  onCleanup(() => clearTimeout(timer));
  const running = () => {
    const present = state();
    return present.state === 'running' ? present : undefined;
  };
  const done = () => {
    const present = state();
    return present.state === 'done' ? present.verdict : undefined;
  };
  const failed = () => {
    const present = state();
    return present.state === 'failed' ? present.message : undefined;
  };
  return (
    <Dialog title={say('audit.verify')} onClose={props.onClose}>
      <div class="form">
        <p class="muted">{say('audit.verifyText')}</p>
        <Switch>
          <Match when={state().state === 'waiting'}>
            <Progress label={say('audit.verifyWaiting')} />
          </Match>
          <Match when={running()}>
            {(run) => (
              <Progress
                label={say('audit.verifying', { checked: run().checked, of: run().of })}
                done={run().checked}
                of={run().of}
              />
            )}
          </Match>
          <Match when={done()}>{(verdict) => <VerdictView verdict={verdict()} />}</Match>
          <Match when={failed()}>
            {(message) => (
              <Banner tone="critical" glyph="warning" alert>
                {say('audit.verifyFailed', { message: message() })}
              </Banner>
            )}
          </Match>
        </Switch>
        <Show when={trouble()}>{(why) => <p class="field-error">{why()}</p>}</Show>
        <div class="form-actions">
          <Button onClick={() => props.onClose()}>{say('close')}</Button>
          <Button
            look="primary"
            pending={isUnderWay()}
            onClick={() => void take(postJson('/api/audit/verify', {}, Verification))}
          >
            {say('audit.verify')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function VerdictView(props: { verdict: Verdict }): JSX.Element {
  return (
    <>
      <Show
        when={props.verdict.broken}
        fallback={
          <Banner tone="ok" glyph="cleared">
            {say('audit.whole', { events: props.verdict.events, seals: props.verdict.seals })}
          </Banner>
        }
      >
        {(broken) => (
          <Banner tone="critical" glyph="critical" alert>
            {say('audit.broken', {
              from: broken().from,
              to: broken().to,
              breach: say(`audit.breach.${broken().breach}`),
            })}
          </Banner>
        )}
      </Show>
      <Show when={props.verdict.unsealed > 0}>
        <p class="muted">{say('audit.unsealed', { count: sayNumber(props.verdict.unsealed) })}</p>
      </Show>
      <Show when={props.verdict.head}>
        {(head) => (
          <>
            <p class="field-label">{say('audit.head')}</p>
            <CopyField label={say('audit.head')} value={`${head().position} ${head().hash}`} />
          </>
        )}
      </Show>
    </>
  );
}
