import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { CustomerDocument, MOST_DOCUMENT_BYTES } from '#shared/customer/documents.ts';
import { customerRefusals } from '#shared/customer/errors.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { ApiError, getJson, postFile, remove } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Age } from '../ui/Age.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Glyph } from '../ui/Glyph.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { withUnit } from '../ui/units.ts';
import { say } from '../words/words.ts';

/** Identity cards, contracts: added by choosing files, read by downloading them. */
export function CustomerDocuments(props: { customer: CustomerRecord }): JSX.Element {
  const session = useSession();
  const path = (): string => `/api/customers/${props.customer.id}/documents`;
  const documents = createFetched((signal) => getJson(path(), z.array(CustomerDocument), { signal }));
  const [removing, setRemoving] = createSignal<CustomerDocument>();
  const [sending, setSending] = createSignal(false);
  let input!: HTMLInputElement;
  const send = async (files: readonly File[]): Promise<void> => {
    setSending(true);
    try {
      for (const file of files) {
        if (file.size > MOST_DOCUMENT_BYTES)
          throw new ApiError(413, 'customer/document-too-large', customerRefusals['customer/document-too-large']);
        await postFile(`${path()}?name=${encodeURIComponent(file.name)}`, file, CustomerDocument);
        showToast({ text: say('customer.documentAdded', { name: file.name }), tone: 'done' });
      }
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'trouble' });
    } finally {
      setSending(false);
      await documents.reload();
    }
  };
  const add = (): JSX.Element => (
    <Button look="primary" pending={sending()} onClick={() => input.click()}>
      {say('customer.documentAdd')}
    </Button>
  );
  return (
    <>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        tabindex={-1}
        aria-label={say('customer.documentAdd')}
        multiple
        accept="application/pdf,image/jpeg,image/png,image/webp"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          void send(files);
        }}
      />
      <Switch fallback={<Skeleton rows={3} label={say('loading')} />}>
        <Match when={documents.trouble() !== undefined && !documents.data()}>
          <ErrorState title={say('admin.failed')} text={documents.trouble() ?? ''}>
            <Button onClick={() => void documents.reload()}>{say('tryAgain')}</Button>
          </ErrorState>
        </Match>
        <Match when={documents.data()?.length === 0}>
          <EmptyState glyph="upload" title={say('customer.noDocuments')} text={say('customer.noDocumentsText')}>
            <Show when={props.customer.archivedAt === null}>{add()}</Show>
          </EmptyState>
        </Match>
        <Match when={documents.data()}>
          {(found) => (
            <>
              <ul class="document-list">
                <For each={found()}>
                  {(document) => (
                    <li>
                      <Glyph name={document.type === 'application/pdf' ? 'bookmark' : 'eye'} />
                      <a class="document-name" href={`${path()}/${document.id}`} download={document.name}>
                        {document.name}
                      </a>
                      <span class="faint number">{withUnit(document.size, 'bytes')}</span>
                      <span class="muted">{document.addedBy}</span>
                      <Age at={document.addedAt} timeZone={session.timeZone} />
                      <IconButton
                        glyph="trash"
                        label={say('customer.documentRemove', { name: document.name })}
                        onClick={() => setRemoving(document)}
                      />
                    </li>
                  )}
                </For>
              </ul>
              <Show when={props.customer.archivedAt === null}>
                <div>{add()}</div>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <Show when={removing()}>
        {(document) => (
          <ConfirmDialog
            title={say('customer.documentRemove', { name: document().name })}
            act={say('customer.remove')}
            danger
            onClose={() => setRemoving(undefined)}
            onConfirm={async () => {
              await remove(`${path()}/${document().id}`);
              await documents.reload();
            }}
          >
            {say('customer.documentRemoveText')}
          </ConfirmDialog>
        )}
      </Show>
    </>
  );
}
