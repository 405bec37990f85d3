import { createResource, Show, type JSX } from 'solid-js';
import { NasBackupSchedule } from '#shared/nas/backup.ts';
import { getJson, putJson } from '../shell/api.ts';
import { Banner } from '../ui/Banner.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { say } from '../words/words.ts';

const PATH = '/api/nas/backup-schedule';

/** How often every router of the company is backed up, and how long what was found is kept. */
export function NasBackupScheduleDialog(props: { onClose: () => void; onSaved: () => void }): JSX.Element {
  const [standing] = createResource(() => getJson(PATH, NasBackupSchedule));
  return (
    <Dialog title={say('nas.backup.schedule')} onClose={props.onClose}>
      <Show when={standing.error as Error | undefined}>
        {(error) => (
          <Banner tone="critical" glyph="warning" alert>
            {error().message}
          </Banner>
        )}
      </Show>
      <Show when={!standing.error && standing()}>{(found) => <ScheduleForm {...props} standing={found()} />}</Show>
    </Dialog>
  );
}

function ScheduleForm(props: { standing: NasBackupSchedule; onClose: () => void; onSaved: () => void }): JSX.Element {
  const form = createForm({
    schema: NasBackupSchedule,
    initial: props.standing,
    submit: async (schedule) => void (await putJson(PATH, schedule, NasBackupSchedule)),
  });
  return (
    <Form form={form} submitLabel={say('admin.save')} onCancel={props.onClose} onDone={props.onSaved}>
      <p class="muted">{say('nas.backup.scheduleText')}</p>
      <NumberField
        form={form}
        name="everyHours"
        label={say('nas.backup.everyHours')}
        hint={say('nas.backup.everyHoursHint')}
        whole
      />
      <NumberField
        form={form}
        name="keptDays"
        label={say('nas.backup.keptDays')}
        hint={say('nas.backup.keptDaysHint')}
        whole
      />
    </Form>
  );
}
