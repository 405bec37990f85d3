import { useNavigate } from '@solidjs/router';
import { createResource, createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { NasRecord, RevealedSecret } from '#shared/nas/registration.ts';
import type { NasDetail } from '#shared/nas/view.ts';
import { getJson, postJson } from '../shell/api.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import type { NasActs } from './nasActs.ts';
import { sessionsOf } from './nasColumns.tsx';
import { NasDialog } from './NasDialog.tsx';
import type { NasAsking } from './NasScreen.tsx';

const Version = z.object({ version: z.int() });

/** The dialogs of a router's page. */
export function NasEditing(props: {
  nas: NasDetail;
  acts: NasActs;
  asking: NasAsking | undefined;
  onClose: () => void;
}): JSX.Element {
  const navigate = useNavigate();
  const path = (act: string): string => `/api/nas/${props.nas.id}/${act}`;
  const archive = async (): Promise<void> => {
    const { id, name } = props.nas;
    await postJson(path('archive'), {}, Version);
    const restore = async (): Promise<void> => {
      await postJson(`/api/nas/${id}/restore`, {}, Version);
      showToast({ text: say('nas.restored', { name }), tone: 'done' });
      navigate(`/routers/${id}`);
    };
    showToast({
      text: say('nas.archived', { name }),
      tone: 'done',
      action: { label: say('ui.undo'), run: () => void restore() },
    });
    navigate('/routers');
  };
  return (
    <Switch>
      <Match when={props.asking === 'change'}>
        <Changing id={props.nas.id} onClose={props.onClose} />
      </Match>
      <Match when={props.asking === 'archive'}>
        <ConfirmDialog
          title={say('nas.archiveTitle', { name: props.nas.name })}
          act={say('nas.archive')}
          danger
          onClose={props.onClose}
          onConfirm={archive}
        >
          {say('nas.archiveText')}
        </ConfirmDialog>
      </Match>
      <Match when={props.asking === 'reboot'}>
        <Rebooting {...props} />
      </Match>
      <Match when={props.asking === 'secret'}>
        <SecretDialog nas={props.nas} onClose={props.onClose} />
      </Match>
    </Switch>
  );
}

function Changing(props: { id: string; onClose: () => void }): JSX.Element {
  const [record] = createResource(() => getJson(`/api/nas/${props.id}`, NasRecord));
  return (
    <Show when={record()} keyed>
      {(found) => <NasDialog record={found} onClose={props.onClose} onSaved={props.onClose} />}
    </Show>
  );
}

function Rebooting(props: { nas: NasDetail; acts: NasActs; onClose: () => void }): JSX.Element {
  const [reason, setReason] = createSignal('');
  return (
    <ConfirmDialog
      title={say('nas.rebootTitle', { name: props.nas.name })}
      act={say('nas.reboot')}
      danger
      typed={props.nas.name}
      onClose={props.onClose}
      onConfirm={() => props.acts.ask(props.nas, { act: 'nas.reboot' }, reason().trim())}
    >
      <p>{sayCount('nas.rebootText', sessionsOf(props.nas) ?? 0)}</p>
      <label class="field">
        <span class="field-label">{say('admin.reason')}</span>
        <input maxlength={500} value={reason()} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      </label>
    </ConfirmDialog>
  );
}

function SecretDialog(props: { nas: NasDetail; onClose: () => void }): JSX.Element {
  const [secret, setSecret] = createSignal<string>();
  const [trouble, setTrouble] = createSignal<string>();
  const reveal = async (): Promise<void> => {
    try {
      const path = `/api/nas/${props.nas.id}/reveal-radius-secret`;
      setSecret((await postJson(path, {}, RevealedSecret)).radiusSecret);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title={say('nas.secret.title', { name: props.nas.name })} onClose={props.onClose}>
      <div class="form">
        <p class="muted">{say('nas.secret.text')}</p>
        <Show
          when={secret()}
          fallback={
            <Button look="primary" onClick={() => void reveal()}>
              {say('nas.secret.show')}
            </Button>
          }
        >
          {(value) => <CopyField label={say('nas.form.radiusSecret')} value={value()} secret />}
        </Show>
        <Show when={trouble()}>{(why) => <p class="field-error">{why()}</p>}</Show>
      </div>
    </Dialog>
  );
}
