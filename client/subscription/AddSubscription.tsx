import { Match, Switch, createSignal, type JSX } from 'solid-js';
import { CustomerRecord } from '#shared/customer/registration.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { ChooseCustomer } from './ChooseCustomer.tsx';
import { NewSubscriptionDialog } from './NewSubscriptionDialog.tsx';

/** A new line: for the customer of that id, or first for whom. */
export function AddSubscription(props: { customerId: string | undefined; onClose: () => void }): JSX.Element {
  const [chosen, setChosen] = createSignal<CustomerRecord>();
  const given = createFetched(
    (signal) =>
      props.customerId === undefined
        ? Promise.resolve(undefined)
        : getJson(`/api/customers/${props.customerId}`, CustomerRecord, { signal }),
    () => props.customerId,
  );
  const customer = (): CustomerRecord | undefined => chosen() ?? given.data();
  return (
    <Switch>
      <Match when={customer()}>
        {(found) => (
          <NewSubscriptionDialog
            customer={{ id: found().id, name: found().name, branchId: found().branchId ?? undefined }}
            onClose={props.onClose}
          />
        )}
      </Match>
      <Match when={props.customerId === undefined || given.trouble() !== undefined}>
        <ChooseCustomer onChoose={setChosen} onClose={props.onClose} />
      </Match>
    </Switch>
  );
}
