import { createSignal, For, Show, type JSX } from 'solid-js';
import type { Rota } from '#shared/onCall/rota.ts';
import { useActs } from '../shell/acts.ts';
import { post } from '../shell/api.ts';
import { usePermission } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { say } from '../words/words.ts';
import { CoverDialog } from './CoverDialog.tsx';
import { CoverOffers } from './CoverOffers.tsx';
import { createOnCall } from './onCallData.ts';
import { OnCallPage } from './OnCallPage.tsx';
import { RotaCard } from './RotaCard.tsx';
import { RotaDialog } from './RotaDialog.tsx';

/** Who is on call now, who is next, and the weeks to come. */
export function OnCallScreen(): JSX.Element {
  const onCall = createOnCall();
  const manages = usePermission('onCall.manage');
  const [editing, setEditing] = createSignal<Rota | 'new'>();
  const [swapping, setSwapping] = createSignal<Rota>();
  const [archiving, setArchiving] = createSignal<Rota>();
  const done = (): void => {
    setEditing(undefined);
    setSwapping(undefined);
    void onCall.reload();
  };
  useActs(() =>
    manages() ? [{ id: 'rota.new', label: say('onCall.newRota'), key: 'n', run: () => setEditing('new') }] : [],
  );
  return (
    <OnCallPage
      title={say('onCall.now')}
      view={onCall}
      end={
        <Show when={manages()}>
          <Button look="primary" hint="n" onClick={() => setEditing('new')}>
            {say('onCall.newRota')}
          </Button>
        </Show>
      }
    >
      {(view) => (
        <>
          <CoverOffers view={view()} onDecided={() => void onCall.reload()} />
          <For
            each={view().rotas}
            fallback={
              <EmptyState glyph="bell" title={say('onCall.empty')} text={say('onCall.emptyText')}>
                <Show when={manages()}>
                  <Button look="primary" onClick={() => setEditing('new')}>
                    {say('onCall.newRota')}
                  </Button>
                </Show>
              </EmptyState>
            }
          >
            {(rota) => (
              <RotaCard
                rota={rota}
                view={view()}
                onSwap={setSwapping}
                onEdit={manages() ? setEditing : undefined}
                onArchive={manages() ? setArchiving : undefined}
              />
            )}
          </For>
          <Show when={editing()} keyed>
            {(rota) => (
              <RotaDialog
                rota={rota === 'new' ? undefined : rota}
                view={view()}
                onClose={() => setEditing(undefined)}
                onDone={done}
              />
            )}
          </Show>
          <Show when={swapping()} keyed>
            {(rota) => <CoverDialog rota={rota} view={view()} onClose={() => setSwapping(undefined)} onDone={done} />}
          </Show>
          <Show when={archiving()} keyed>
            {(rota) => (
              <ConfirmDialog
                title={say('onCall.archiveRota', { name: rota.name })}
                act={say('onCall.archive')}
                danger
                onClose={() => setArchiving(undefined)}
                onConfirm={async () => {
                  await post(`/api/on-call/rotas/${rota.id}/archive`, {});
                  void onCall.reload();
                }}
              >
                {say('onCall.archiveRotaText')}
              </ConfirmDialog>
            )}
          </Show>
        </>
      )}
    </OnCallPage>
  );
}
