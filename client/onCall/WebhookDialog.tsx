import { Show, type JSX } from 'solid-js';
import { webhookPlaceholders, type WebhookView } from '#shared/notice/webhook.ts';
import { post, put } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckboxField } from '../ui/form/CheckboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextAreaField } from '../ui/form/TextAreaField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { say } from '../words/words.ts';
import { webhookFields, WebhookForm } from './webhookForm.ts';

const placeholders = webhookPlaceholders.map((name) => `{{${name}}}`).join(' ');

/** Adds a webhook or an SMS gateway, or changes one. */
export function WebhookDialog(props: {
  webhook: WebhookView | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const form = createForm({
    schema: WebhookForm,
    initial: webhookFields(props.webhook),
    submit: (plan) =>
      props.webhook
        ? put(`/api/notices/webhooks/${props.webhook.id}`, { version: props.webhook.version, plan })
        : post('/api/notices/webhooks', plan),
  });
  form.keepSecret('secrets');
  return (
    <Dialog title={props.webhook ? say('webhook.edit') : say('webhook.new')} onClose={props.onClose} wide>
      <Form form={form} submitLabel={say('onCall.save')} onCancel={props.onClose} onDone={props.onDone}>
        <TextField form={form} name="name" label={say('webhook.name')} autofocus />
        <SelectField
          form={form}
          name="method"
          label={say('webhook.method')}
          options={['POST', 'PUT', 'GET'].map((value) => ({ value, label: value }))}
        />
        <TextField
          form={form}
          name="url"
          type="url"
          label={say('webhook.url')}
          hint={say('webhook.urlHint', { list: placeholders })}
          mono
        />
        <TextAreaField
          form={form}
          name="headers"
          label={say('webhook.headers')}
          hint={say('webhook.headersHint')}
          rows={2}
          mono
          optional
        />
        <TextAreaField
          form={form}
          name="secrets"
          label={say('webhook.secrets')}
          hint={say('webhook.secretsHint')}
          rows={2}
          mono
          optional
        />
        <SelectField
          form={form}
          name="bodyKind"
          label={say('webhook.body')}
          options={[
            { value: 'json', label: 'JSON' },
            { value: 'form', label: say('webhook.form') },
            { value: 'none', label: say('webhook.none') },
          ]}
        />
        <Show when={form.values().bodyKind !== 'none'}>
          <TextAreaField
            form={form}
            name="template"
            label={say('webhook.template')}
            hint={say('webhook.templateHint')}
            rows={4}
            mono
          />
        </Show>
        <CheckboxField form={form} name="signed" label={say('webhook.signed')} />
        <Show when={form.values().signed}>
          <PasswordField form={form} name="signingKey" label={say('webhook.key')} hint={say('webhook.keyHint')} />
        </Show>
      </Form>
    </Dialog>
  );
}
