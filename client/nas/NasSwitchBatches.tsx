import { createEffect, createMemo, For, onCleanup, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import type { SwitchBatch } from '#shared/bulk/router.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';

const Asked = z.object({ intentId: z.string() });
const AGAIN_MS = 1_000;

/** Accounts of a router that were switched together; each can be taken back, exactly as it was. */
export function NasSwitchBatches(props: {
  path: string;
  batches: readonly SwitchBatch[];
  mayUndo: boolean;
  reload: () => void;
  /** Nothing is under way any more. */
  onSettled: () => void;
}): JSX.Element {
  const session = useSession();
  const isUnderWay = createMemo(() =>
    props.batches.some(({ state }) => state === 'requested' || state === 'waiting' || state === 'running'),
  );
  createEffect(() => {
    if (!isUnderWay()) return;
    const timer = setInterval(() => props.reload(), AGAIN_MS);
    onCleanup(() => {
      clearInterval(timer);
      if (!isUnderWay()) props.onSettled();
    });
  });
  const undo = async ({ intentId }: SwitchBatch): Promise<void> => {
    try {
      await postJson(`${props.path}/batches/undo`, { key: crypto.randomUUID(), intentId }, Asked);
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    }
    props.reload();
  };
  const words = ({ disabled, asked, changed }: SwitchBatch): string =>
    say(disabled ? 'nas.local.batchOff' : 'nas.local.batchOn', { asked, changed: changed ?? '–' });
  return (
    <Show when={props.batches.length > 0}>
      <Section title={say('nas.local.batches')}>
        <ol class="nas-checks">
          <For each={props.batches}>
            {(batch) => (
              <li class="nas-check">
                <header>
                  <strong>{words(batch)}</strong>
                  <span class="muted">{say(`intent.state.${batch.state}`)}</span>
                  <span class="muted">{batch.byName}</span>
                  <Age at={batch.at} timeZone={session.timeZone} />
                  <Show
                    when={batch.undoneBy === undefined}
                    fallback={<span class="muted">{say('nas.local.undone')}</span>}
                  >
                    <Show
                      when={props.mayUndo && batch.disabled && (batch.changed ?? 0) > 0 && batch.state !== 'running'}
                    >
                      <Button onClick={() => void undo(batch)}>{say('nas.local.undo')}</Button>
                    </Show>
                  </Show>
                </header>
              </li>
            )}
          </For>
        </ol>
      </Section>
    </Show>
  );
}
