import { createMemo, Show, type JSX } from 'solid-js';
import type { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { PackageRecord, type PackageRecord as PackageRecordType } from '#shared/package/registration.ts';
import { AccessType, CycleUnit } from '#shared/package/values.ts';
import { patchJson, postJson } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { createMedia } from '../ui/media.ts';
import { say } from '../words/words.ts';
import { changeOf, draftOf, newPackageOf, PackageDraft, ratesOf } from './packageDraft.ts';
import { PackagePreview } from './PackagePreview.tsx';
import { ProfileEditor } from './ProfileEditor.tsx';
import { RouterCheck } from './RouterCheck.tsx';
import { RouterReplies } from './RouterReplies.tsx';

const MBPS = 'Mbit/s';
/** As package.css has it. */
const NARROW = '(max-width: 899px)';

/** Makes a package, or changes one for everybody who has it, with what it comes to in plain words. */
export function PackageDialog(props: {
  record: PackageRecordType | undefined;
  currency: string;
  pools: readonly IpPoolRecord[];
  onClose: () => void;
  onSaved: () => void;
}): JSX.Element {
  const form = createForm({
    schema: PackageDraft,
    initial: draftOf(props.record, props.currency),
    ...(props.record ? {} : { draft: 'package.new' }),
    async submit(draft) {
      const how = draft.despiteRouters ? '?despiteRouters=true' : '';
      if (props.record)
        await patchJson(`/api/packages/${props.record.id}${how}`, changeOf(draft, props.record), PackageRecord);
      else await postJson(`/api/packages${how}`, newPackageOf(draft), PackageRecord);
      props.onSaved();
    },
  });
  const values = () => form.values();
  const lacking = (): boolean => form.trouble()?.code === 'package/lacking-on-routers';
  const rates = createMemo(() => ratesOf(values()));
  const isNarrow = createMedia(NARROW);
  /** Beside the form where there is room, otherwise before its buttons. */
  const side = (): JSX.Element => (
    <>
      <PackagePreview draft={values()} rates={rates()} />
      <RouterReplies draft={values()} />
      <RouterCheck draft={values()} />
    </>
  );
  const poolOptions = (family: 4 | 6) => [
    { value: 'none', label: say('package.form.noPool') },
    ...props.pools
      .filter((pool) => pool.family === family && pool.purpose === 'subscribers')
      .map(({ id, name }) => ({ value: String(id), label: name })),
  ];
  return (
    <Dialog
      wide
      title={props.record ? say('package.changeTitle', { name: props.record.name }) : say('package.add')}
      onClose={props.onClose}
    >
      <div class="package-editor">
        <Form form={form} submitLabel={props.record ? say('admin.save') : say('package.add')} onCancel={props.onClose}>
          <TextField form={form} name="name" label={say('package.form.name')} autofocus />
          <MultiSelectField
            form={form}
            name="accessTypes"
            label={say('package.form.access')}
            options={AccessType.options.map((type) => ({ value: type, label: say(`package.access.${type}`) }))}
          />
          <CheckboxField
            form={form}
            name="limited"
            label={say('package.form.limited')}
            hint={say('package.form.limitedHint')}
          />
          <Show when={values().limited}>
            <div class="form-pair">
              <NumberField form={form} name="down" label={say('package.form.down')} unit={MBPS} />
              <NumberField form={form} name="up" label={say('package.form.up')} unit={MBPS} />
            </div>
            <CheckboxField
              form={form}
              name="bursts"
              label={say('package.form.burst')}
              hint={say('package.form.burstHint')}
            />
            <Show when={values().bursts}>
              <div class="form-pair">
                <NumberField form={form} name="burstDown" label={say('package.form.burstDown')} unit={MBPS} />
                <NumberField form={form} name="burstUp" label={say('package.form.burstUp')} unit={MBPS} />
                <NumberField form={form} name="thresholdDown" label={say('package.form.thresholdDown')} unit={MBPS} />
                <NumberField form={form} name="thresholdUp" label={say('package.form.thresholdUp')} unit={MBPS} />
                <NumberField form={form} name="secondsDown" label={say('package.form.secondsDown')} unit="s" whole />
                <NumberField form={form} name="secondsUp" label={say('package.form.secondsUp')} unit="s" whole />
              </div>
            </Show>
            <CheckboxField
              form={form}
              name="guaranteed"
              label={say('package.form.guaranteed')}
              hint={say('package.form.guaranteedHint')}
            />
            <Show when={values().guaranteed}>
              <div class="form-pair">
                <NumberField form={form} name="guaranteedDown" label={say('package.form.down')} unit={MBPS} />
                <NumberField form={form} name="guaranteedUp" label={say('package.form.up')} unit={MBPS} />
              </div>
            </Show>
          </Show>
          <ProfileEditor form={form} />
          <NumberField form={form} name="quotaGb" label={say('package.form.quota')} unit="GB" optional />
          <Show when={values().quotaGb !== undefined}>
            <RadioField
              form={form}
              name="quotaCounts"
              label={say('package.form.quotaCounts')}
              options={(['total', 'download'] as const).map((counts) => ({
                value: counts,
                label: say(`package.counts.${counts}`),
              }))}
            />
            <RadioField
              form={form}
              name="afterQuota"
              label={say('package.form.afterQuota')}
              options={(['throttle', 'block'] as const).map((act) => ({
                value: act,
                label: say(`package.fup.${act}`),
              }))}
            />
            <Show when={values().afterQuota === 'throttle'}>
              <div class="form-pair">
                <NumberField form={form} name="fupDown" label={say('package.form.down')} unit={MBPS} />
                <NumberField form={form} name="fupUp" label={say('package.form.up')} unit={MBPS} />
              </div>
            </Show>
          </Show>
          <div class="form-pair">
            <NumberField form={form} name="price" label={say('package.form.price')} unit={values().currency} />
            <NumberField form={form} name="cycleCount" label={say('package.form.cycle')} whole />
            <SelectField
              form={form}
              name="cycleUnit"
              label={say('package.form.cycleUnit')}
              options={CycleUnit.options.map((unit) => ({ value: unit, label: say(`package.unit.${unit}`) }))}
            />
          </div>
          <RadioField
            form={form}
            name="onExpiry"
            label={say('package.form.onExpiry')}
            options={(['walledGarden', 'disconnect'] as const).map((act) => ({
              value: act,
              label: say(`package.expiry.${act}`),
            }))}
          />
          <DurationField
            form={form}
            name="graceMs"
            label={say('package.form.grace')}
            hint={say('package.form.graceHint')}
          />
          <div class="form-pair">
            <NumberField
              form={form}
              name="sessions"
              label={say('package.form.sessions')}
              hint={say('package.form.sessionsHint')}
              whole
            />
            <SelectField
              form={form}
              name="sessionPolicy"
              label={say('package.form.sessionPolicy')}
              options={(['newestWins', 'refuse'] as const).map((policy) => ({
                value: policy,
                label: say(`package.session.${policy}`),
              }))}
            />
          </div>
          <div class="form-pair">
            <SelectField form={form} name="poolId" label={say('package.form.pool')} options={poolOptions(4)} />
            <SelectField form={form} name="ipv6PoolId" label={say('package.form.ipv6Pool')} options={poolOptions(6)} />
          </div>
          <div class="form-pair">
            <TextField form={form} name="routerProfile" label={say('package.form.routerProfile')} mono optional />
            <TextField form={form} name="addressList" label={say('package.form.addressList')} mono optional />
            <NumberField
              form={form}
              name="priority"
              label={say('package.form.priority')}
              hint={say('package.form.priorityHint')}
              whole
            />
            <NumberField form={form} name="idleTimeoutS" label={say('package.form.idle')} unit="s" whole optional />
            <NumberField form={form} name="interimS" label={say('package.form.interim')} unit="s" whole />
          </div>
          <TextAreaField form={form} name="description" label={say('package.form.description')} optional />
          <Show when={isNarrow()}>{side()}</Show>
          <Show when={lacking() || values().despiteRouters}>
            <CheckboxField
              form={form}
              name="despiteRouters"
              label={say('package.form.despiteRouters')}
              hint={say('package.form.despiteRoutersHint')}
            />
          </Show>
        </Form>
        <Show when={!isNarrow()}>
          <aside class="package-side">{side()}</aside>
        </Show>
      </div>
    </Dialog>
  );
}
