import { A } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { type RouterShadow, RouterShadows, SwitchBatches } from '#shared/bulk/router.ts';
import type { NasDetail } from '#shared/nas/view.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './nas.css';
import { NasSwitchBatches } from './NasSwitchBatches.tsx';

const Asked = z.object({ intentId: z.string() });
/** As many as a batch may have. */
const MOST = 100;

/** Accounts that the router has itself and that let lines in before RADIUS is asked; switched off in batches. */
export function NasLocalAccounts(props: { nas: NasDetail }): JSX.Element {
  const session = useSession();
  // The router's row changes each second; what is read from it does not.
  const path = createMemo(() => `/api/bulk/routers/${props.nas.id}`);
  const found = createFetched((signal) => getJson(`${path()}/shadows`, RouterShadows, { signal }), path);
  const batches = createFetched((signal) => getJson(`${path()}/batches`, SwitchBatches, { signal }), path);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = createSignal(false);
  const [ends, setEnds] = createSignal(true);
  const maySwitch = (): boolean =>
    session.permissions.includes('bulk.act') && session.permissions.includes('nas.operate');
  const shadows = (): readonly RouterShadow[] => found.data()?.shadows ?? [];
  const on = (): readonly RouterShadow[] => shadows().filter(({ disabled }) => !disabled);
  const picked = (): readonly RouterShadow[] =>
    on()
      .filter(({ id, service }) => chosen().has(keyOf({ id, service })))
      .slice(0, MOST);
  const choose = (shadow: RouterShadow, isChosen: boolean): void => {
    const next = new Set(chosen());
    if (isChosen) next.add(keyOf(shadow));
    else next.delete(keyOf(shadow));
    setChosen(next);
  };
  const switchOff = async (): Promise<void> => {
    for (const [service, accounts] of Map.groupBy(picked(), (one) => one.service))
      await postJson(
        `${path()}/accounts`,
        {
          ...{ key: crypto.randomUUID(), service, names: accounts.map(({ name }) => name) },
          ...{ disabled: true, endsSessions: ends() },
        },
        Asked,
      );
    setChosen(new Set<string>());
    showToast({ text: say('nas.asked', { name: props.nas.name }), tone: 'done' });
    await batches.reload();
  };

  return (
    <div class="nas-panel">
      <div class="nas-bar">
        <Button onClick={() => void found.reload()}>{say('nas.local.read')}</Button>
        <Show when={maySwitch() && on().length > 0}>
          <Button onClick={() => setChosen(new Set(on().slice(0, MOST).map(keyOf)))}>{say('nas.local.all')}</Button>
          <Button look="primary" disabled={picked().length === 0} onClick={() => setAsking(true)}>
            {sayCount('nas.local.switchOff', picked().length)}
          </Button>
        </Show>
      </div>
      <Show when={found.trouble()}>{(why) => <ErrorState title={say('nas.tab.local')} text={why()} />}</Show>
      <Show
        when={found.data()}
        fallback={
          <Show when={!found.trouble()}>
            <Skeleton rows={6} label={say('loading')} />
          </Show>
        }
      >
        {(data) => (
          <Show
            when={shadows().length > 0}
            fallback={
              <EmptyState
                glyph="cleared"
                calm
                title={say('nas.local.none')}
                text={say('nas.local.noneText', { count: data().accounts })}
              />
            }
          >
            <p class="muted">{say('nas.local.text')}</p>
            <table class="nas-accounts">
              <thead>
                <tr>
                  <th aria-hidden="true" />
                  <th>{say('nas.local.account')}</th>
                  <th>{say('nas.local.line')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                <For each={shadows()}>
                  {(shadow) => (
                    <AccountRow
                      shadow={shadow}
                      isChosen={chosen().has(keyOf(shadow))}
                      onChoose={maySwitch() ? (isChosen) => choose(shadow, isChosen) : undefined}
                    />
                  )}
                </For>
              </tbody>
            </table>
          </Show>
        )}
      </Show>
      <NasSwitchBatches
        path={path()}
        batches={batches.data()?.batches ?? []}
        mayUndo={maySwitch()}
        reload={() => void batches.reload()}
        onSettled={() => void found.reload()}
      />
      <Show when={asking()}>
        <ConfirmDialog
          title={say('nas.local.switchTitle', { name: props.nas.name })}
          act={sayCount('nas.local.switchOff', picked().length)}
          targets={picked().map(({ name }) => name)}
          onClose={() => setAsking(false)}
          onConfirm={switchOff}
        >
          <p>{say('nas.local.switchText')}</p>
          <label class="check">
            <input
              type="checkbox"
              class="checkbox"
              checked={ends()}
              onInput={({ currentTarget }) => setEnds(currentTarget.checked)}
            />
            {say('nas.local.endSessions')}
          </label>
        </ConfirmDialog>
      </Show>
    </div>
  );
}

const keyOf = ({ service, id }: Pick<RouterShadow, 'service' | 'id'>): string => `${service} ${id}`;

function AccountRow(props: {
  shadow: RouterShadow;
  isChosen: boolean;
  onChoose: ((isChosen: boolean) => void) | undefined;
}): JSX.Element {
  const letsIn = (): boolean =>
    !props.shadow.disabled && (props.shadow.lineState === 'suspended' || props.shadow.lineState === 'expired');
  return (
    <tr>
      <td>
        <Show when={props.onChoose && !props.shadow.disabled}>
          <input
            type="checkbox"
            class="checkbox"
            aria-label={say('nas.local.choose', { name: props.shadow.name })}
            checked={props.isChosen}
            onInput={({ currentTarget }) => props.onChoose?.(currentTarget.checked)}
          />
        </Show>
      </td>
      <td class="mono">{props.shadow.name}</td>
      <td>
        <A href={`/subscriptions/${props.shadow.subscriptionId}`}>{props.shadow.customerName}</A>{' '}
        <span class="muted">{say(`subscription.state.${props.shadow.lineState}`)}</span>
      </td>
      <td>
        <Pill
          tone={letsIn() ? 'critical' : props.shadow.disabled ? 'calm' : 'warning'}
          glyph={letsIn() ? 'warning' : props.shadow.disabled ? 'cleared' : 'live'}
        >
          {say(letsIn() ? 'nas.local.letsIn' : props.shadow.disabled ? 'nas.local.off' : 'nas.local.on')}
        </Pill>
      </td>
    </tr>
  );
}
