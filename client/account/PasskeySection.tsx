import { createSignal, For, Show, type JSX } from 'solid-js';
import { PasskeyOptions } from '#shared/auth/passkey.ts';
import { PasskeyName, PasskeyView, type SecurityView } from '#shared/auth/secondFactor.ts';
import { postJson, put, remove } from '../shell/api.ts';
import { makePasskey, passkeysPossible } from '../shell/passkey.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { say } from '../words/words.ts';
import { AccountSection } from './AccountPage.tsx';
import { createOwnAct } from './ownAct.ts';

/** Keys of devices and password managers: they log in without a password and can't be phished. */
export function PasskeySection(props: { security: SecurityView; onChanged: () => void }): JSX.Element {
  const { timeZone } = useSession();
  const [naming, setNaming] = createSignal<PasskeyView | 'new'>();
  const [removing, setRemoving] = createSignal<PasskeyView>();
  const add = async (name: string): Promise<void> => {
    const options = await postJson('/api/session/passkeys/options', {}, PasskeyOptions);
    const response = await makePasskey(options);
    await postJson('/api/session/passkeys', { name, response }, PasskeyView);
  };
  const named = async (name: string): Promise<void> => {
    const which = naming();
    if (which === 'new') await add(name);
    else if (which) await put(`/api/session/passkeys/${which.id}`, { name });
    setNaming(undefined);
    props.onChanged();
  };
  return (
    <AccountSection title={say('passkey.title')} text={say('passkey.text')}>
      <Show when={props.security.passkeys.length > 0}>
        <ul class="account-list">
          <For each={props.security.passkeys}>
            {(passkey) => (
              <li>
                <Glyph name="key" />
                <span class="account-what">
                  <strong class="truncate">{passkey.name}</strong>
                  <span class="faint">
                    {say(passkey.synced ? 'passkey.synced' : 'passkey.oneDevice')} ·{' '}
                    <Show when={passkey.lastUsedAt} fallback={say('passkey.unused')}>
                      {(at) => (
                        <>
                          {say('passkey.used')} <Age at={at()} timeZone={timeZone} />
                        </>
                      )}
                    </Show>
                  </span>
                </span>
                <IconButton
                  glyph="edit"
                  label={say('passkey.rename', { name: passkey.name })}
                  onClick={() => setNaming(passkey)}
                />
                <IconButton
                  glyph="trash"
                  label={say('passkey.remove', { name: passkey.name })}
                  onClick={() => setRemoving(passkey)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={passkeysPossible()} fallback={<p class="muted">{say('passkey.impossible')}</p>}>
        <Button onClick={() => setNaming('new')}>
          <Glyph name="plus" /> {say('passkey.add')}
        </Button>
      </Show>
      <Show when={naming()} keyed>
        {(which) => (
          <NameDialog
            title={which === 'new' ? say('passkey.add') : say('passkey.rename', { name: which.name })}
            initial={which === 'new' ? '' : which.name}
            act={say(which === 'new' ? 'passkey.addDo' : 'ui.save')}
            onClose={() => setNaming(undefined)}
            onName={named}
          />
        )}
      </Show>
      <Show when={removing()} keyed>
        {(passkey) => (
          <ConfirmDialog
            danger
            title={say('passkey.remove', { name: passkey.name })}
            act={say('passkey.removeDo')}
            onClose={() => setRemoving(undefined)}
            onConfirm={async () => {
              await remove(`/api/session/passkeys/${passkey.id}`);
              props.onChanged();
            }}
          >
            <p>{say('passkey.removeText')}</p>
          </ConfirmDialog>
        )}
      </Show>
    </AccountSection>
  );
}

function NameDialog(props: {
  title: string;
  initial: string;
  act: string;
  onClose: () => void;
  onName: (name: string) => Promise<void>;
}): JSX.Element {
  const [name, setName] = createSignal(props.initial);
  const act = createOwnAct();
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="dialog-frame-form"
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(() => props.onName(name().trim()));
        }}
      >
        <label class="field">
          <span>{say('passkey.name')}</span>
          <input
            autofocus
            name="passkey-name"
            maxlength={60}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <span class="field-hint">{say('passkey.nameHint')}</span>
        </label>
        <Show when={act.trouble()}>
          {(text) => (
            <Banner tone="critical" glyph="warning" alert>
              {text()}
            </Banner>
          )}
        </Show>
        <div class="dialog-actions">
          <Button onClick={() => props.onClose()}>{say('cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            pending={act.pending()}
            disabled={!PasskeyName.safeParse(name()).success}
          >
            {props.act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
