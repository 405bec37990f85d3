import type { JSX } from 'solid-js';
import { DatabaseEngine, DatabaseRead, ImportDatabase, usualPorts } from '#shared/bulk/database.ts';
import { postJson } from '../shell/api.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { PasswordField } from '../ui/form/PasswordField.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import { say, sayNumber } from '../words/words.ts';

interface Input {
  engine: string;
  host: string;
  port: number | undefined;
  database: string;
  user: string;
  password: string;
  tls: string;
}

/** Where another system's database runs, and who may read it; what comes of it is an import like that of a file. */
export function ImportDatabaseDialog(props: { onClose: () => void; onMade: (id: string) => void }): JSX.Element {
  const form = createForm<Input, ImportDatabase>({
    schema: ImportDatabase,
    initial: {
      ...{ engine: 'mysql', host: '', port: usualPorts.mysql, database: '', user: '', password: '', tls: 'off' },
    },
    async submit(place) {
      const { id, leftSessions } = await postJson('/api/bulk/imports/database', place, DatabaseRead);
      if (leftSessions > 0)
        showToast({ text: say('bulk.database.leftSessions', { count: sayNumber(leftSessions) }), tone: 'done' });
      props.onMade(id);
    },
  });
  /** Whoever has changed the port keeps it. */
  const chooseEngine = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLSelectElement) || target.name !== 'engine') return;
    const engine = DatabaseEngine.safeParse(target.value).data;
    if (engine && Object.values(usualPorts).includes(form.values().port ?? 0)) form.set('port', usualPorts[engine]);
  };
  return (
    <Dialog title={say('bulk.fromDatabase')} onClose={props.onClose}>
      <div onChange={chooseEngine}>
        <Form form={form} submitLabel={say('bulk.database.read')} onCancel={props.onClose}>
          <p class="muted">{say('bulk.fromDatabaseText')}</p>
          <SelectField
            form={form}
            name="engine"
            label={say('bulk.database.engine')}
            options={DatabaseEngine.options.map((value) => ({ value, label: say(`bulk.database.${value}`) }))}
          />
          <div class="bulk-place">
            <TextField form={form} name="host" label={say('bulk.database.host')} mono />
            <NumberField form={form} name="port" label={say('bulk.database.port')} whole />
          </div>
          <TextField form={form} name="database" label={say('bulk.database.name')} mono />
          <TextField
            form={form}
            name="user"
            label={say('bulk.database.user')}
            hint={say('bulk.database.userHint')}
            mono
          />
          <PasswordField form={form} name="password" label={say('bulk.database.password')} />
          <SelectField
            form={form}
            name="tls"
            label={say('bulk.database.tls')}
            options={(['off', 'verified'] as const).map((value) => ({
              value,
              label: say(`bulk.database.tls.${value}`),
            }))}
          />
        </Form>
      </div>
    </Dialog>
  );
}
