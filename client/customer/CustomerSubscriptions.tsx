import { A } from '@solidjs/router';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { SubscriptionRow } from '#shared/subscription/view.ts';
import type { ActorId } from '#shared/values/ids.ts';
import { createLiveView } from '../live/createLiveView.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { AddSubscription } from '../subscription/AddSubscription.tsx';
import { OnlineState } from '../subscription/OnlineState.tsx';
import { SubscriptionStatePill } from '../subscription/SubscriptionStatePill.tsx';
import { dayWords } from '../subscription/subscriptionWords.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { absolute } from '../ui/relativeTime.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { say } from '../words/words.ts';

const MOST = 200;

/** The customer's lines, live, those that have left as well. */
export function CustomerSubscriptions(props: { customerId: ActorId; archived: boolean }): JSX.Element {
  const session = useSession();
  const view = createLiveView(
    useLive(),
    () =>
      ({
        view: 'subscriptions',
        filter: {
          ...{ text: '', states: [...SubscriptionState.options], packages: [], branches: [], accessTypes: [] },
          customerId: props.customerId,
        },
        sort: 'newest',
        limit: MOST,
      }) as const,
    // Beside the lines there is a row about the page.
    z.record(z.string(), z.json()),
  );
  const lines = () =>
    view.rows.flatMap(({ id, fields }) => {
      const line = SubscriptionRow.safeParse(fields);
      return line.success ? [{ id, ...line.data }] : [];
    });
  const [adding, setAdding] = createSignal(false);
  const add = (): JSX.Element => (
    <Show when={!props.archived && session.permissions.includes('subscription.create')}>
      <Button look="primary" onClick={() => setAdding(true)}>
        {say('subscription.new')}
      </Button>
    </Show>
  );
  return (
    <>
      <Switch fallback={<Skeleton rows={4} label={say('loading')} />}>
        <Match when={view.state === 'refused'}>
          <ErrorState title={say('customer.missing')} text={view.refusal?.message ?? ''} />
        </Match>
        <Match when={view.state === 'current' && lines().length === 0}>
          <EmptyState glyph="link" title={say('customer.noLines')} text={say('customer.noLinesText')}>
            {add()}
          </EmptyState>
        </Match>
        <Match when={lines().length > 0}>
          <ul class="document-list">
            <For each={lines()}>
              {(line) => (
                <li>
                  <SubscriptionStatePill state={line.state} />
                  <span class="document-name">
                    <A href={`/subscriptions/${line.id}`}>{line.packageName}</A>{' '}
                    <span class="muted mono">{line.username ?? say(`package.access.${line.accessType}`)}</span>
                  </span>
                  <OnlineState line={line} timeZone={session.timeZone} />
                  <Show when={line.validUntil}>
                    {(until) => (
                      <span class="faint number" title={absolute(until(), session.timeZone)}>
                        {say('customer.validUntil', { time: dayWords(until(), session.timeZone) })}
                      </span>
                    )}
                  </Show>
                </li>
              )}
            </For>
          </ul>
          <div>{add()}</div>
        </Match>
      </Switch>
      <Show when={adding()}>
        <AddSubscription customerId={props.customerId} onClose={() => setAdding(false)} />
      </Show>
    </>
  );
}
