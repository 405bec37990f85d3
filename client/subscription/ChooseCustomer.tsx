import { createSignal, type JSX } from 'solid-js';
import { CustomerPage } from '#shared/customer/list.ts';
import type { CustomerRecord } from '#shared/customer/registration.ts';
import { getJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Combobox } from '../ui/form/Combobox.tsx';
import { say } from '../words/words.ts';

const SHOWN = 20;

/** For whom a line is to be: found by name, phone or number while one types. */
export function ChooseCustomer(props: {
  onChoose: (customer: CustomerRecord) => void;
  onClose: () => void;
}): JSX.Element {
  const [text, setText] = createSignal('');
  const found = createFetched(
    (signal) => getJson(`/api/customers?limit=${SHOWN}&text=${encodeURIComponent(text())}`, CustomerPage, { signal }),
    text,
  );
  const rows = (): readonly CustomerRecord[] => found.data()?.rows ?? [];
  return (
    <Dialog title={say('subscription.new')} onClose={props.onClose}>
      <div class="dialog-frame-form">
        <label class="field">
          <span>{say('subscription.customer')}</span>
          <Combobox
            label={say('subscription.customer')}
            placeholder={found.trouble() ?? say('subscription.chooseCustomer')}
            value={undefined}
            onText={setText}
            options={rows().map(({ id, name, number, phones }) => ({
              value: id,
              label: name,
              note: [`C-${number}`, phones[0]].filter(Boolean).join(' · '),
            }))}
            onChoose={(id) => {
              const customer = rows().find((one) => one.id === id);
              if (customer) props.onChoose(customer);
            }}
          />
        </label>
      </div>
    </Dialog>
  );
}
