import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import type { MaintenanceDetail } from '#shared/maintenance/view.ts';
import { useActs } from '../shell/acts.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { now } from '../ui/now.ts';
import { showToast } from '../ui/toasts.ts';
import { say, sayProblem } from '../words/words.ts';
import { MaintenanceDialog } from './MaintenanceDialog.tsx';

type Asking = 'extend' | 'end' | 'cancel' | 'change';
const HOUR = 3_600_000;

/** What can be done with the window now: at most three buttons, by its state. */
export function MaintenanceActions(props: { window: MaintenanceDetail }): JSX.Element {
  const session = useSession();
  const live = useLive();
  const [asking, setAsking] = createSignal<Asking>();
  const may = (): boolean => session.permissions.includes('maintenance.manage');
  const before = (): boolean => props.window.state === 'planned' || props.window.state === 'announced';
  const during = (): boolean => props.window.state === 'running' || props.window.state === 'overrun';
  const send = async (command: { readonly type: string; readonly [member: string]: unknown }): Promise<void> => {
    const reply = await live.sendCommand('maintenance', props.window.id, command);
    if (!reply.ok) throw new Error(sayProblem(reply));
  };
  const tell = (command: { readonly type: string }): void =>
    void send(command).catch((error: unknown) =>
      showToast({ text: String((error as Error).message), tone: 'trouble' }),
    );
  useActs(() => [
    ...(may() && during()
      ? [
          { id: 'maintenance.extend', label: say('maintenance.extend'), key: 'e', run: () => setAsking('extend') },
          { id: 'maintenance.end', label: say('maintenance.end'), run: () => setAsking('end') },
        ]
      : []),
    ...(may() && before()
      ? [{ id: 'maintenance.change', label: say('maintenance.change'), key: 'e', run: () => setAsking('change') }]
      : []),
  ]);
  return (
    <Show when={may()}>
      <Show when={(before() || during()) && props.window.ownerId !== session.userId}>
        <Button onClick={() => tell({ type: 'maintenance.take' })}>{say('maintenance.take')}</Button>
      </Show>
      <Show when={before()}>
        <Button onClick={() => setAsking('cancel')}>{say('maintenance.cancel')}</Button>
        <Button hint="e" onClick={() => setAsking('change')}>
          {say('maintenance.change')}
        </Button>
        <Button look="primary" onClick={() => tell({ type: 'maintenance.start' })}>
          {say('maintenance.start')}
        </Button>
      </Show>
      <Show when={during()}>
        <Button hint="e" onClick={() => setAsking('extend')}>
          {say('maintenance.extend')}
        </Button>
        <Button look="primary" onClick={() => setAsking('end')}>
          {say('maintenance.end')}
        </Button>
      </Show>
      <Switch>
        <Match when={asking() === 'change'}>
          <MaintenanceDialog
            window={props.window}
            onClose={() => setAsking(undefined)}
            onDone={() => setAsking(undefined)}
          />
        </Match>
        <Match when={asking() === 'extend'}>
          <ExtendDialog
            window={props.window}
            onClose={() => setAsking(undefined)}
            onSend={(to) => send({ type: 'maintenance.extend', to })}
          />
        </Match>
        <Match when={asking() === 'end'}>
          <TextDialog
            title={say('maintenance.end')}
            label={say('maintenance.note')}
            hint={say('maintenance.endText')}
            least={0}
            onClose={() => setAsking(undefined)}
            onSend={(note) => send({ type: 'maintenance.end', ...(note === '' ? {} : { note }) })}
          />
        </Match>
        <Match when={asking() === 'cancel'}>
          <TextDialog
            title={say('maintenance.cancel')}
            label={say('maintenance.cancelReason')}
            least={1}
            onClose={() => setAsking(undefined)}
            onSend={(reason) => send({ type: 'maintenance.cancel', reason })}
          />
        </Match>
      </Switch>
    </Show>
  );
}

function ExtendDialog(props: {
  window: MaintenanceDetail;
  onClose: () => void;
  onSend: (to: number) => Promise<void>;
}): JSX.Element {
  const session = useSession();
  const form = createForm({
    schema: z.object({ to: z.number() }),
    initial: { to: Math.max(props.window.to, now()) + HOUR } as { to: number | undefined },
    submit: ({ to }) => props.onSend(to),
  });
  return (
    <Dialog title={say('maintenance.extend')} onClose={props.onClose}>
      <Form form={form} submitLabel={say('maintenance.extend')} onCancel={props.onClose} onDone={props.onClose}>
        <DateTimeField form={form} name="to" label={say('maintenance.extendTo')} timeZone={session.timeZone} />
      </Form>
    </Dialog>
  );
}

function TextDialog(props: {
  title: string;
  label: string;
  hint?: string;
  least: number;
  onClose: () => void;
  onSend: (text: string) => Promise<void>;
}): JSX.Element {
  const form = createForm({
    schema: z.object({ text: z.string().trim().min(props.least).max(1000) }),
    initial: { text: '' },
    submit: ({ text }) => props.onSend(text),
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Form form={form} submitLabel={props.title} onCancel={props.onClose} onDone={props.onClose}>
        <TextAreaField
          form={form}
          name="text"
          label={props.label}
          {...(props.hint === undefined ? {} : { hint: props.hint })}
          optional={props.least === 0}
        />
      </Form>
    </Dialog>
  );
}
