import { Match, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import { VoucherBatchMade, VoucherPackage } from '#shared/voucher/batch.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayCount } from '../words/words.ts';
import './voucher.css';
import { type BatchInput, batchForm, initialBatch, leastLength, ofPackage } from './newBatchForm.ts';

const Answer = z.union([VoucherBatchMade, ApprovalNeeded]);

/** Makes a batch; beyond what the person may make alone it goes to a second one. */
export function NewBatchDialog(props: { onClose: () => void; onMade: (id: string) => void }): JSX.Element {
  const packages = createFetched((signal) => getJson('/api/voucher-packages', z.array(VoucherPackage), { signal }));
  const notice = (tone: 'critical' | 'notice', text: string): JSX.Element => (
    <Dialog title={say('voucher.new')} onClose={props.onClose}>
      <Banner tone={tone} glyph={tone === 'notice' ? 'info' : 'warning'} alert>
        {text}
      </Banner>
    </Dialog>
  );
  return (
    <Switch>
      <Match when={packages.trouble()}>{(why) => notice('critical', why())}</Match>
      <Match when={packages.data()?.length === 0}>{notice('notice', say('voucher.noPackages'))}</Match>
      <Match when={packages.data()}>
        {(offered) => (
          <Dialog title={say('voucher.new')} onClose={props.onClose} wide>
            <BatchForm packages={offered()} onClose={props.onClose} onMade={props.onMade} />
          </Dialog>
        )}
      </Match>
    </Switch>
  );
}

function BatchForm(props: {
  packages: readonly VoucherPackage[];
  onClose: () => void;
  onMade: (id: string) => void;
}): JSX.Element {
  const session = useSession();
  const branches = createBranches();
  const find = (id: string): VoucherPackage | undefined => props.packages.find((offered) => offered.id === id);
  const currencyOf = (id: string): string => find(id)?.currency ?? session.currency;
  const form = createForm<BatchInput, unknown>({
    schema: batchForm(currencyOf),
    initial: initialBatch(props.packages[0], session.branches[0]?.id ?? ''),
    submit: async (batch) => {
      const answer = await postJson('/api/voucher-batches', batch, Answer);
      if ('approvalId' in answer) {
        showToast({ text: say('voucher.asked'), tone: 'done' });
        props.onClose();
        return;
      }
      showToast({ text: sayCount('voucher.made', answer.count), tone: 'done' });
      props.onMade(answer.id);
    },
  });
  /** A package brings its own price, validity and devices. */
  const choose = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement) || target.name !== 'packageId') return;
    for (const [name, value] of Object.entries(ofPackage(find(target.value)))) form.set(name as 'price', value);
  };
  return (
    <div class="voucher-form" onChange={choose}>
      <Form form={form} submitLabel={say('voucher.new')} onCancel={props.onClose}>
        <TextField form={form} name="name" label={say('voucher.name')} hint={say('voucher.nameHint')} autofocus />
        <div class="voucher-row">
          <SelectField
            form={form}
            name="packageId"
            label={say('voucher.package')}
            options={props.packages.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NumberField form={form} name="count" label={say('voucher.count')} whole />
          <NumberField
            form={form}
            name="price"
            label={say('voucher.price')}
            unit={currencyOf(form.values().packageId)}
          />
        </div>
        <div class="voucher-row">
          <DurationField
            form={form}
            name="validityMs"
            label={say('voucher.validity')}
            hint={say('voucher.validityHint')}
          />
          <NumberField
            form={form}
            name="quotaGb"
            label={say('voucher.quota')}
            unit="GB"
            hint={say('voucher.quotaHint')}
            optional
          />
        </div>
        <div class="voucher-row">
          <NumberField form={form} name="devices" label={say('voucher.devices')} whole />
          <SelectField
            form={form}
            name="devicePolicy"
            label={say('voucher.devicePolicy')}
            options={[
              { value: 'newestWins', label: say('voucher.devicePolicy.newestWins') },
              { value: 'refuse', label: say('voucher.devicePolicy.refuse') },
            ]}
          />
        </div>
        <CheckboxField form={form} name="macLogin" label={say('voucher.macLogin')} hint={say('voucher.macLoginHint')} />
        <div class="voucher-row">
          <TextField
            form={form}
            name="prefix"
            label={say('voucher.prefix')}
            hint={say('voucher.prefixHint')}
            optional
          />
          <SelectField
            form={form}
            name="alphabet"
            label={say('voucher.alphabet')}
            options={[
              { value: 'mixed', label: say('voucher.alphabet.mixed') },
              { value: 'letters', label: say('voucher.alphabet.letters') },
              { value: 'digits', label: say('voucher.alphabet.digits') },
            ]}
          />
          <NumberField
            form={form}
            name="codeLength"
            label={say('voucher.codeLength')}
            hint={say('voucher.codeLengthHint', { n: leastLength(form.values().alphabet) })}
            whole
          />
        </div>
        <div class="voucher-row">
          <DateTimeField
            form={form}
            name="unusedUntil"
            label={say('voucher.unusedUntil')}
            hint={say('voucher.unusedUntilHint')}
            timeZone={session.timeZone}
            optional
          />
          <SelectField
            form={form}
            name="branchId"
            label={say('voucher.branch')}
            options={[
              ...(session.branches.length === 0 ? [{ value: '', label: say('voucher.allBranches') }] : []),
              ...(branches.data() ?? [])
                .filter(({ archivedAt }) => archivedAt === undefined)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
        <TextField form={form} name="reason" label={say('voucher.reason')} hint={say('voucher.reasonHint')} optional />
      </Form>
    </div>
  );
}
