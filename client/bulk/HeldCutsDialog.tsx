import { createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { HeldCutPage, HeldCutsDecided, type HeldCutRow } from '#shared/brake/brake.ts';
import { Reason } from '#shared/subscription/values.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { momentWords } from '../subscription/subscriptionWords.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import './bulk.css';

const Draft = z.object({ act: z.enum(['release', 'drop']), days: z.int().min(1).max(365), reason: Reason });

/** Lines whose cut waits, and what is decided about them: those that are ticked, or all. */
export function HeldCutsDialog(props: {
  mayDecide: boolean;
  timeZone: string;
  onClose: () => void;
  onDecided: () => void;
}): JSX.Element {
  const [pages, setPages] = createSignal(1);
  const held = createFetched((signal) => readPages(pages(), signal), pages);
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void => {
    const next = new Set(ticked());
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  const form = createForm({
    schema: Draft,
    initial: { act: 'release', days: 1, reason: '' } as z.input<typeof Draft>,
    async submit(draft) {
      const { done, failed } = await decide(draft, [...ticked()]);
      showToast({ text: say('bulk.cutsDecided', { done, failed }), tone: failed > 0 ? 'trouble' : 'done' });
      props.onDecided();
      props.onClose();
    },
  });
  return (
    <Dialog title={say('bulk.heldCuts')} onClose={props.onClose} wide>
      <Show
        when={held.trouble() === undefined}
        fallback={<ErrorState title={say('bulk.heldCuts')} text={held.trouble()!} />}
      >
        <ul class="bulk-held">
          <For each={held.data()?.rows ?? []}>
            {(row) => (
              <li>
                <label>
                  <Show when={props.mayDecide}>
                    <input type="checkbox" checked={ticked().has(row.id)} onChange={() => toggle(row.id)} />
                  </Show>
                  <span>{nameOf(row)}</span>
                  <span class="bulk-held-why">{whyWords(row, props.timeZone)}</span>
                </label>
              </li>
            )}
          </For>
        </ul>
        <Show when={held.data()?.next !== undefined}>
          <Button onClick={() => setPages(pages() + 1)}>{say('bulk.moreCuts')}</Button>
        </Show>
      </Show>
      <Show when={props.mayDecide}>
        <Form
          form={form}
          submitLabel={
            ticked().size === 0 ? say('bulk.decideAllCuts') : say('bulk.decideCuts', { count: ticked().size })
          }
          onCancel={props.onClose}
        >
          <RadioField
            form={form}
            name="act"
            label={say('bulk.heldCutsAct')}
            options={[
              { value: 'release', label: say('bulk.releaseCuts') },
              { value: 'drop', label: say('bulk.dropCuts') },
            ]}
          />
          <Show when={form.values().act === 'drop'}>
            <NumberField form={form} name="days" label={say('bulk.dropDays')} whole />
          </Show>
          <TextField form={form} name="reason" label={say('bulk.reason')} maxlength={500} />
        </Form>
      </Show>
    </Dialog>
  );
}

/** From the first on, so many pages. */
async function readPages(most: number, signal: AbortSignal): Promise<HeldCutPage> {
  const rows: HeldCutRow[] = [];
  let next: number | undefined = 0;
  for (let page = 0; page < most && next !== undefined; page += 1) {
    const found: HeldCutPage = await getJson(`/api/brake/held-cuts?after=${next}&limit=100`, HeldCutPage, { signal });
    rows.push(...found.rows);
    next = found.next;
  }
  return { rows, ...(next === undefined ? {} : { next }) };
}

/** All of them takes several requests when they are many. */
async function decide(draft: z.output<typeof Draft>, ids: readonly string[]): Promise<HeldCutsDecided> {
  let [done, failed] = [0, 0];
  for (;;) {
    const asked = { key: crypto.randomUUID(), ...draft, ...(ids.length === 0 ? {} : { ids }) };
    const answer = await postJson('/api/brake/held-cuts', asked, HeldCutsDecided);
    done += answer.done;
    failed += answer.failed;
    if (ids.length > 0 || answer.left === 0 || answer.done === 0) return { done, failed, left: answer.left };
  }
}

function nameOf({ number, customerName, username }: HeldCutRow): string {
  return [`S-${number}`, customerName, username ?? ''].filter((part) => part !== '').join(' · ');
}

function whyWords({ cause, validUntil }: HeldCutRow, timeZone: string): string {
  if (cause === 'quota') return say('bulk.heldQuota');
  return say('bulk.heldExpiry', { until: validUntil === undefined ? '–' : momentWords(validUntil, timeZone) });
}
