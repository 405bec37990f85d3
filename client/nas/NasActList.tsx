import { createSignal, For, Show, type JSX } from 'solid-js';
import { DeviceIntentRow } from '#shared/deviceIntent/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import type { GlyphName } from '../ui/Glyph.tsx';
import { now } from '../ui/now.ts';
import { Pill, type Tone } from '../ui/Pill.tsx';
import { ago } from '../ui/relativeTime.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './nas.css';

const looks: { readonly [State in DeviceIntentRow['state']]: readonly [Tone, GlyphName] } = {
  requested: ['notice', 'shelved'],
  waiting: ['warning', 'shelved'],
  running: ['notice', 'catchingUp'],
  done: ['ok', 'cleared'],
  undone: ['unknown', 'undo'],
  needsAttention: ['critical', 'warning'],
  cancelled: ['unknown', 'close'],
  expired: ['unknown', 'stale'],
  dismissed: ['unknown', 'eyeOff'],
};
const BRIEF = 5;

/** What was done to a router: who asked, how it went, and what the router itself said afterwards. */
export function NasActList(props: { id: string; brief?: boolean }): JSX.Element {
  const request = (): ViewRequest => ({
    view: 'deviceIntents',
    filter: { device: { kind: 'nas', id: ActorId.parse(props.id) }, states: [] },
  });
  const view = createLiveView(useLive(), request, DeviceIntentRow);
  const rows = (): readonly DeviceIntentRow[] =>
    view.rows.map(({ fields }) => fields).slice(0, props.brief === true ? BRIEF : undefined);
  return (
    <Show
      when={rows().length > 0}
      fallback={
        <Show when={view.state === 'current'}>
          <EmptyState glyph="restart" title={say('nas.act.none')} text={say('nas.act.noneText')} />
        </Show>
      }
    >
      <ol class="nas-checks">
        <For each={rows()}>{(intent) => <IntentCard intent={intent} />}</For>
      </ol>
    </Show>
  );
}

const known = [
  'nas.reboot',
  'nas.applyOnboarding',
  'nas.endSession',
  'nas.switchAccounts',
  'nas.applyStaticLine',
] as const;

/** The line that it is about. */
function lineIn({ input }: DeviceIntentRow): string {
  return typeof input['line'] === 'string' ? input['line'] : '';
}

function IntentCard(props: { intent: DeviceIntentRow }): JSX.Element {
  const session = useSession();
  const live = useLive();
  const [dismissing, setDismissing] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const look = () => looks[props.intent.state];
  const act = (): string => {
    const name = known.find((one) => one === props.intent.act);
    return name ? say(`nas.act.${name}`) : props.intent.act;
  };
  const send = async (command: { readonly type: string; readonly reason?: string }): Promise<void> => {
    const reply = await live.sendCommand('deviceIntent', props.intent.id, command);
    if (!reply.ok) showToast({ text: reply.message, tone: 'trouble' });
  };
  const mayOperate = (): boolean => session.permissions.includes('nas.operate');
  const mayCancel = (): boolean =>
    (props.intent.state === 'requested' || props.intent.state === 'waiting') && props.intent.beganAt === undefined;
  return (
    <li class="nas-check">
      <header>
        <Pill tone={look()[0]} glyph={look()[1]}>
          {say(`intent.state.${props.intent.state}`)}
        </Pill>
        <strong>
          {act()} {lineIn(props.intent)}
        </strong>
        <span class="muted">{props.intent.requestedByName ?? say('audit.system')}</span>
        <Age at={props.intent.requestedAt} timeZone={session.timeZone} />
        <Show when={mayOperate() && props.intent.state === 'needsAttention'}>
          <Button onClick={() => void send({ type: 'deviceIntent.retry' })}>{say('intent.retry')}</Button>
          <Button look="quiet" onClick={() => setDismissing(true)}>
            {say('intent.dismiss')}
          </Button>
        </Show>
        <Show when={mayOperate() && mayCancel()}>
          <Button onClick={() => void send({ type: 'deviceIntent.cancel' })}>{say('intent.cancel')}</Button>
        </Show>
      </header>
      <Show when={props.intent.reason}>{(why) => <p class="muted">{why()}</p>}</Show>
      <Show when={props.intent.outcome}>
        {(outcome) => (
          <p>
            {outcome()}
            <Show when={props.intent.readAt}>
              {(at) => <span class="faint"> · {say('intent.readBack', { time: ago(at(), now()) })}</span>}
            </Show>
            <Show when={props.intent.attempts > 1}>
              <span class="faint"> · {sayCount('intent.attempts', props.intent.attempts)}</span>
            </Show>
          </p>
        )}
      </Show>
      <For each={props.intent.differences}>
        {({ path, wanted, found }) => (
          <p class="mono">
            {path}: {found ?? '–'} → {wanted ?? '–'}
          </p>
        )}
      </For>
      <Show when={dismissing()}>
        <Dialog title={say('intent.dismiss')} onClose={() => setDismissing(false)}>
          <form
            class="form"
            onSubmit={(event) => {
              event.preventDefault();
              setDismissing(false);
              void send({ type: 'deviceIntent.dismiss', reason: reason().trim() });
            }}
          >
            <label class="field">
              <span class="field-label">{say('intent.dismissReason')}</span>
              <textarea
                rows="3"
                maxlength="500"
                required
                value={reason()}
                onInput={({ currentTarget }) => setReason(currentTarget.value)}
              />
            </label>
            <div class="form-actions">
              <Button onClick={() => setDismissing(false)}>{say('cancel')}</Button>
              <Button type="submit" look="primary" disabled={reason().trim() === ''}>
                {say('intent.dismiss')}
              </Button>
            </div>
          </form>
        </Dialog>
      </Show>
    </li>
  );
}
