import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { z } from 'zod';
import { AdoptedCodes, type AdoptVouchers, VouchersAdopted } from '#shared/voucher/adopt.ts';
import { VoucherPackage } from '#shared/voucher/batch.ts';
import { createBranches } from '../branch/branches.ts';
import { getJson, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';
import { type AdoptInput, adoptForm } from './adoptForm.ts';
import { codesOfText } from './codesOfText.ts';
import { ofPackage } from './newBatchForm.ts';
import './voucher.css';

/** Codes that another system made and sold, as one batch. Which of them are new is seen before they are taken. */
export function AdoptDialog(props: { onClose: () => void; onMade: (id: string) => void }): JSX.Element {
  const packages = createFetched((signal) => getJson('/api/voucher-packages', z.array(VoucherPackage), { signal }));
  return (
    <Dialog title={say('voucher.adopt')} onClose={props.onClose} wide>
      <Switch>
        <Match when={packages.trouble()}>
          {(why) => (
            <Banner tone="critical" glyph="warning" alert>
              {why()}
            </Banner>
          )}
        </Match>
        <Match when={packages.data()?.length === 0}>
          <Banner tone="notice" glyph="info">
            {say('voucher.noPackages')}
          </Banner>
        </Match>
        <Match when={packages.data()}>
          {(offered) => <AdoptForm packages={offered()} onClose={props.onClose} onMade={props.onMade} />}
        </Match>
      </Switch>
    </Dialog>
  );
}

function AdoptForm(props: {
  packages: readonly VoucherPackage[];
  onClose: () => void;
  onMade: (id: string) => void;
}): JSX.Element {
  const session = useSession();
  const branches = createBranches();
  const [found, setFound] = createSignal<AdoptedCodes>();
  const find = (id: string): VoucherPackage | undefined => props.packages.find((offered) => offered.id === id);
  const currencyOf = (id: string): string => find(id)?.currency ?? session.currency;
  const form = createForm<AdoptInput, AdoptVouchers>({
    schema: adoptForm(currencyOf),
    initial: {
      ...{ name: '', packageId: props.packages[0]?.id ?? '', branchId: session.branches[0]?.id ?? '', codes: '' },
      ...{ ...ofPackage(props.packages[0]), price: 0, sold: true },
    },
    async submit(batch) {
      const answer = await postJson('/api/voucher-batches/adopt', batch, VouchersAdopted);
      showToast({ text: say('voucher.adopt.done', { count: sayNumber(answer.codes.fresh) }), tone: 'done' });
      props.onMade(answer.id);
    },
  });
  const look = async (): Promise<void> => {
    const codes = codesOfText(form.values().codes);
    // What can't be looked at is refused in words when it is sent.
    const seen = codes.length === 0 ? undefined : postJson('/api/voucher-batches/adopt/look', { codes }, AdoptedCodes);
    setFound(await seen?.catch(() => undefined));
  };
  const changed = (event: Event): void => {
    const { target } = event;
    if (target instanceof HTMLTextAreaElement) void look();
    if (!(target instanceof HTMLSelectElement) || target.name !== 'packageId') return;
    const { validityMs, devices } = ofPackage(find(target.value));
    form.set('validityMs', validityMs);
    form.set('devices', devices);
  };
  const load = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    form.set('codes', await file.text());
    await look();
  };
  let input: HTMLInputElement | undefined;
  return (
    <div class="voucher-form" onChange={changed}>
      <Form form={form} submitLabel={say('voucher.adopt')} onCancel={props.onClose}>
        <p class="muted">{say('voucher.adoptText')}</p>
        <TextField form={form} name="name" label={say('voucher.name')} hint={say('voucher.nameHint')} autofocus />
        <TextAreaField
          form={form}
          name="codes"
          label={say('voucher.adopt.codes')}
          hint={say('voucher.adopt.codesHint')}
          rows={5}
          mono
        />
        <input
          ref={(element) => (input = element)}
          type="file"
          class="visually-hidden"
          tabindex={-1}
          aria-label={say('voucher.adopt.file')}
          accept=".csv,.tsv,.txt"
          onChange={({ currentTarget }) => void load(currentTarget.files?.[0])}
        />
        <p>
          <Button onClick={() => input?.click()}>{say('voucher.adopt.file')}</Button>
        </p>
        <Show when={found()}>{(seen) => <Seen found={seen()} />}</Show>
        <div class="voucher-row">
          <SelectField
            form={form}
            name="packageId"
            label={say('voucher.package')}
            options={props.packages.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NumberField
            form={form}
            name="price"
            label={say('voucher.price')}
            unit={currencyOf(form.values().packageId)}
          />
        </div>
        <CheckboxField form={form} name="sold" label={say('voucher.adopt.sold')} hint={say('voucher.adopt.soldHint')} />
        <div class="voucher-row">
          <DurationField
            form={form}
            name="validityMs"
            label={say('voucher.validity')}
            hint={say('voucher.validityHint')}
          />
          <NumberField form={form} name="devices" label={say('voucher.devices')} whole />
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
      </Form>
    </div>
  );
}

function Seen(props: { found: AdoptedCodes }): JSX.Element {
  const figures = (): Record<'fresh' | 'known' | 'twice' | 'unfit', string> => ({
    fresh: sayNumber(props.found.fresh),
    known: sayNumber(props.found.known),
    twice: sayNumber(props.found.twice),
    unfit: sayNumber(props.found.unfit),
  });
  return (
    <Banner tone={props.found.fresh === 0 || props.found.short > 0 ? 'warning' : 'ok'} glyph="info">
      {props.found.fresh === 0 ? `${say('voucher.adopt.none')} ` : ''}
      {say('voucher.adopt.found', figures())}
      {props.found.short > 0 ? ` · ${say('voucher.adopt.short', { count: sayNumber(props.found.short) })}` : ''}
    </Banner>
  );
}
