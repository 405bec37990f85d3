import type { JSX } from 'solid-js';
import { Limit } from '#shared/tenant/limits.ts';
import type { Permission } from '#shared/tenant/permissions.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { RadioField } from '../ui/form/RadioField.tsx';
import { say } from '../words/words.ts';

/** How much of an act a role may do without asking. */
export function LimitDialog(props: {
  act: Permission;
  limit: Limit | undefined;
  onClose: () => void;
  /** Undefined: no limit. */
  onSet: (limit: Limit | undefined) => void;
}): JSX.Element {
  const form = createForm({
    schema: Limit.extend({ per: Limit.shape.per.unwrap() }),
    initial: props.limit ?? { most: 2, perDays: 30, per: 'person' as const },
    submit: (limit) => Promise.resolve(props.onSet(limit)),
  });
  return (
    <Dialog title={say('role.limitSet', { act: say(`permission.${props.act}`) })} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={say('admin.save')}
        onCancel={props.onClose}
        actions={<Button onClick={() => props.onSet(undefined)}>{say('role.limitRemove')}</Button>}
      >
        <p class="muted">{say('role.limitText')}</p>
        <NumberField form={form} name="most" label={say('role.limitMost')} hint={say('role.limitMostHint')} />
        <NumberField form={form} name="perDays" label={say('role.limitDays')} />
        <RadioField
          form={form}
          name="per"
          label={say('role.limitPer')}
          options={[
            { value: 'person', label: say('role.limitPerson') },
            { value: 'object', label: say('role.limitObject') },
          ]}
        />
      </Form>
    </Dialog>
  );
}
