import type { JSX } from 'solid-js';
import { z } from 'zod';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { ComboboxField } from '../ui/form/ComboboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { DateTimeField } from '../ui/form/DateTimeField.tsx';
import { DurationField } from '../ui/form/DurationField.tsx';
import { Form } from '../ui/form/Form.tsx';
import { MultiSelectField } from '../ui/form/MultiSelectField.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TagsField } from '../ui/form/TagsField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { zone } from './galleryData.ts';
import { Sample } from './Sample.tsx';

const Router = z.object({
  name: z.string().min(1).max(40),
  address: z.ipv4(),
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(8),
  model: z.string().min(1),
  zone: z.string().min(1),
  branches: z.array(z.string()).min(1),
  tags: z.array(z.string()),
  note: z.string().max(200),
  timeoutMs: z.number().min(1_000),
  from: z.number(),
  api: z.enum(['plain', 'tls']),
  backup: z.boolean(),
  watch: z.boolean(),
});
const zones = Intl.supportedValuesOf('timeZone').map((name) => ({ value: name, label: name.replaceAll('_', ' ') }));
const branches = ['Westlands', 'Kilimani', 'Eastleigh'].map((label) => ({ value: label.toLowerCase(), label }));

const filled = {
  name: 'router-7',
  address: '10.20.0.1',
  port: 8_729 as number | undefined,
  password: 'correct horse',
  model: 'rb5009',
  zone,
  branches: ['westlands'] as readonly string[],
  tags: ['core', '10.0.0.0/8'] as readonly string[],
  note: '',
  timeoutMs: 300_000 as number | undefined,
  from: Date.UTC(2026, 10, 21, 5) as number | undefined,
  api: 'tls',
  backup: true,
  watch: false,
};

export function FormGallery(): JSX.Element {
  const good = createForm({
    schema: Router,
    initial: filled,
    submit: () => new Promise((resolve) => setTimeout(resolve, 800)),
  });
  const wrong = createForm({
    schema: Router,
    initial: { ...filled, name: '', address: '10.20.0', port: undefined, password: 'short', branches: [] },
    submit: () => Promise.resolve(),
  });
  void wrong.submit();
  const refused = createForm({
    schema: z.object({ name: z.string() }),
    initial: { name: 'router-7' },
    submit: () =>
      Promise.reject(
        Object.assign(new Error('Two of these are taken.'), {
          requestId: '01J9Z7',
          errors: [{ path: '/name', message: 'Another router has this name.' }],
        }),
      ),
  });
  void refused.submit();
  return (
    <>
      <Sample name="Form" wide>
        <Form form={good} submitLabel="Add router" onCancel={() => good.reset()}>
          <TextField form={good} name="name" label="Name" hint="As the team calls it, e.g. westlands-core-1" />
          <TextField form={good} name="address" label="Address" mono inputmode="decimal" />
          <NumberField form={good} name="port" label="API port" whole hint="8728 plain, 8729 TLS" />
          <PasswordField form={good} name="password" label="Password" />
          <SelectField
            form={good}
            name="model"
            label="Model"
            options={[
              { value: 'rb5009', label: 'RB5009' },
              { value: 'ccr2004', label: 'CCR2004' },
            ]}
          />
          <ComboboxField form={good} name="zone" label="Time zone" options={zones} />
          <MultiSelectField form={good} name="branches" label="Branches" options={branches} />
          <TagsField form={good} name="tags" label="Tags" optional mono />
          <TextAreaField form={good} name="note" label="Note" optional />
          <DurationField form={good} name="timeoutMs" label="Interim interval" />
          <DateTimeField form={good} name="from" label="From" timeZone={zone} />
          <RadioField
            form={good}
            name="api"
            label="Transport"
            options={[
              { value: 'tls', label: 'TLS', note: 'The router needs a certificate' },
              { value: 'plain', label: 'Plain', note: 'Only inside a management network' },
            ]}
          />
          <CheckboxField form={good} name="backup" label="Back up every night" />
          <CheckboxField form={good} name="watch" label="Watch rates" look="switch" hint="Costs one stream" />
        </Form>
      </Sample>
      <Sample name="Form with faults" wide>
        <Form form={wrong} submitLabel="Add router">
          <TextField form={wrong} name="name" label="Name" />
          <TextField form={wrong} name="address" label="Address" mono />
          <NumberField form={wrong} name="port" label="API port" unit="TCP" />
          <PasswordField form={wrong} name="password" label="Password" />
          <MultiSelectField form={wrong} name="branches" label="Branches" options={branches} />
          <TextField form={wrong} name="note" label="Disabled" disabled />
        </Form>
      </Sample>
      <Sample name="Form refused by the server" wide>
        <Form form={refused} submitLabel="Add router">
          <TextField form={refused} name="name" label="Name" />
        </Form>
      </Sample>
    </>
  );
}
