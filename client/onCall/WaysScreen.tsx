import { createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { WebhookView } from '#shared/notice/webhook.ts';
import { getJson, post } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { say, sayCount } from '../words/words.ts';
import { HeartbeatCard } from './HeartbeatCard.tsx';
import { createOnCall } from './onCallData.ts';
import { OnCallPage } from './OnCallPage.tsx';
import { TestButton } from './TestButton.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';

const MANY = z.array(WebhookView);

/** How notices leave the house, each with a test; and whether anybody outside would notice a silence. */
export function WaysScreen(): JSX.Element {
  const onCall = createOnCall();
  const manages = usePermission('onCall.manage');
  const webhooks = createFetched((signal) =>
    manages() ? getJson('/api/notices/webhooks', MANY, { signal }) : Promise.resolve([]),
  );
  const [editing, setEditing] = createSignal<WebhookView | 'new'>();
  const [archiving, setArchiving] = createSignal<WebhookView>();
  const done = (): void => {
    setEditing(undefined);
    void webhooks.reload();
    void onCall.reload();
  };
  return (
    <OnCallPage
      title={say('onCall.ways')}
      view={onCall}
      end={
        <Show when={manages()}>
          <Button look="primary" onClick={() => setEditing('new')}>
            {say('webhook.new')}
          </Button>
        </Show>
      }
    >
      {(view) => (
        <>
          <Section title={say('way.push')}>
            <p>{sayCount('way.pushText', view().people.filter(({ devices }) => devices > 0).length)}</p>
          </Section>
          <Section
            title={say('way.email')}
            end={<TestButton path="/api/notices/me/email/test" disabled={!view().emailWorks} />}
          >
            <p>{view().emailWorks ? say('way.emailOn') : say('way.emailOff')}</p>
          </Section>
          <For
            each={manages() ? (webhooks.data() ?? []) : []}
            fallback={
              <Section title={say('way.webhook')}>
                <For
                  each={manages() ? [] : view().webhooks}
                  fallback={
                    <EmptyState glyph="link" title={say('webhook.empty')} text={say('webhook.emptyText')} calm />
                  }
                >
                  {({ name }) => <p>{name}</p>}
                </For>
              </Section>
            }
          >
            {(webhook) => (
              <Section
                title={webhook.name}
                end={
                  <>
                    <TestButton path={`/api/notices/webhooks/${webhook.id}/test`} />
                    <Button onClick={() => setEditing(webhook)}>{say('onCall.edit')}</Button>
                    <Button look="quiet" onClick={() => setArchiving(webhook)}>
                      {say('onCall.archive')}
                    </Button>
                  </>
                }
              >
                <p class="mono on-call-address">
                  {webhook.request.method} {webhook.request.url}
                </p>
              </Section>
            )}
          </For>
          <HeartbeatCard heartbeat={view().heartbeat} />
          <Show when={editing()} keyed>
            {(webhook) => (
              <WebhookDialog
                webhook={webhook === 'new' ? undefined : webhook}
                onClose={() => setEditing(undefined)}
                onDone={done}
              />
            )}
          </Show>
          <Show when={archiving()} keyed>
            {(webhook) => (
              <ConfirmDialog
                title={say('webhook.archiveTitle', { name: webhook.name })}
                act={say('onCall.archive')}
                danger
                onClose={() => setArchiving(undefined)}
                onConfirm={async () => {
                  await post(`/api/notices/webhooks/${webhook.id}/archive`, {});
                  done();
                }}
              >
                {say('webhook.archiveText')}
              </ConfirmDialog>
            )}
          </Show>
        </>
      )}
    </OnCallPage>
  );
}
