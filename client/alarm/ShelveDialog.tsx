import { createSignal, For, Show, type JSX } from 'solid-js';
import { LONGEST_SHELVING_MS } from '#shared/alarm/values.ts';
import type { AlarmRow } from '#shared/alarm/view.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { now } from '../ui/now.ts';
import { clockTime } from '../ui/relativeTime.ts';
import { instantOf, localText } from '../ui/zonedTime.ts';
import { say, sayCount } from '../words/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const durations = [
  ['15min', 15 * MINUTE],
  ['1h', HOUR],
  ['4h', 4 * HOUR],
  ['12h', 12 * HOUR],
  ['1d', 24 * HOUR],
  ['7d', 7 * 24 * HOUR],
] as const;

/** For how long, and why: a shelved alarm is hidden from everybody, so the reason is asked for. */
export function ShelveDialog(props: {
  alarms: readonly AlarmRow[];
  timeZone: string;
  onClose: () => void;
  onShelve: (until: number, reason: string) => void;
}): JSX.Element {
  const [chosenMs, setChosenMs] = createSignal<number | undefined>(HOUR);
  const [untilText, setUntilText] = createSignal(localText(now() + HOUR, props.timeZone));
  const [reason, setReason] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const until = (): number | undefined => {
    const ms = chosenMs();
    return ms === undefined ? instantOf(untilText(), props.timeZone) : now() + ms;
  };
  const wrongTime = (): string | undefined => {
    const at = until();
    if (at === undefined || at <= now()) return say('shelve.inPast');
    return at > now() + LONGEST_SHELVING_MS ? say('shelve.tooLong') : undefined;
  };
  const submit = (): void => {
    setTried(true);
    const at = until();
    if (at !== undefined && !wrongTime() && reason().trim() !== '') props.onShelve(at, reason().trim());
  };
  const title = (): string =>
    props.alarms.length === 1
      ? say('shelve.title', { source: props.alarms[0]?.source ?? '' })
      : sayCount('shelve.titleMany', props.alarms.length);
  return (
    <Dialog title={title()} onClose={props.onClose}>
      <form
        class="dialog-frame-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        on:keydown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
      >
        <div class="field" role="group" aria-label={say('shelve.for')}>
          <span class="field-label">{say('shelve.for')}</span>
          <div class="shelve-options">
            <For each={durations}>
              {([name, ms]) => (
                <Chip pressed={chosenMs() === ms} onToggle={() => setChosenMs(ms)}>
                  {say(`shelve.${name}`)}
                </Chip>
              )}
            </For>
            <Chip pressed={chosenMs() === undefined} onToggle={() => setChosenMs(undefined)}>
              {say('shelve.until')}
            </Chip>
          </div>
        </div>
        <Show when={chosenMs() === undefined}>
          <label class="field">
            <span>{say('shelve.untilZone', { zone: props.timeZone })}</span>
            <input
              type="datetime-local"
              value={untilText()}
              onInput={(event) => setUntilText(event.currentTarget.value)}
            />
          </label>
        </Show>
        <label class="field">
          <span>{say('shelve.reason')}</span>
          <textarea
            rows="2"
            maxlength={500}
            required
            autofocus
            value={reason()}
            aria-invalid={tried() && reason().trim() === ''}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <Show
            when={tried() && reason().trim() === ''}
            fallback={<span class="field-hint">{say('shelve.reasonHint')}</span>}
          >
            <span class="field-error" role="alert">
              {say('shelve.reasonMissing')}
            </span>
          </Show>
        </label>
        <Show when={wrongTime()}>
          {(text) => (
            <p class="field-error" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <div class="dialog-actions">
          <Button onClick={() => props.onClose()}>{say('cancel')}</Button>
          <Button type="submit" look="primary">
            {say('shelve.do', { time: clockTime(until() ?? now(), now(), props.timeZone) })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
