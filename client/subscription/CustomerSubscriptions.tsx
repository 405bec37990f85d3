import { A } from '@solidjs/router';
import { createSignal, For, Show, type JSX } from 'solid-js';
import type { ActorId, BranchId } from '#shared/values/ids.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/ObjectPage.tsx';
import { say } from '../words/words.ts';
import { NewSubscriptionDialog } from './NewSubscriptionDialog.tsx';
import './subscription.css';
import { createSubscriptionPage } from './subscriptionPage.ts';
import { SubscriptionStatePill } from './SubscriptionStatePill.tsx';
import { dayWords, lineName } from './subscriptionWords.ts';

const SHOWN = 50;
const every = ['pending', 'active', 'grace', 'expired', 'suspended', 'left'] as const;

/** The lines of a customer, for its page, with the way to one more. */
export function CustomerSubscriptions(props: {
  customer: { readonly id: ActorId; readonly name: string; readonly branchId?: BranchId | undefined };
}): JSX.Element {
  const session = useSession();
  const [adding, setAdding] = createSignal(false);
  const page = createSubscriptionPage(() => ({
    filter: {
      ...{ text: '', packages: [], branches: [], accessTypes: [] },
      states: [...every],
      customerId: props.customer.id,
    },
    sort: 'newest',
    limit: SHOWN,
  }));
  return (
    <Show when={session.permissions.includes('subscription.view')}>
      <Section
        title={say('subscription.ofCustomer')}
        end={
          <Show when={session.permissions.includes('subscription.create')}>
            <Button onClick={() => setAdding(true)}>{say('subscription.new')}</Button>
          </Show>
        }
      >
        <ul class="subscription-lines">
          <For
            each={page.rows.loaded()}
            fallback={
              <Show when={page.rows.state() !== 'loading'}>
                <li class="faint">{say('subscription.noneOfCustomer')}</li>
              </Show>
            }
          >
            {({ id, fields }) => (
              <li class="subscription-line">
                <A href={`/subscriptions/${id}`}>{lineName(fields)}</A>
                <span class="muted">{fields.packageName}</span>
                <Show when={fields.validUntil}>
                  {(at) => <span class="number faint">{dayWords(at(), session.timeZone)}</span>}
                </Show>
                <SubscriptionStatePill state={fields.state} />
              </li>
            )}
          </For>
        </ul>
      </Section>
      <Show when={adding()}>
        <NewSubscriptionDialog customer={props.customer} onClose={() => setAdding(false)} />
      </Show>
    </Show>
  );
}
