import { createSignal, Show, type JSX } from 'solid-js';
import { NasRadiusSettings, RadiusSecretRotated, RotateRadiusSecret } from '#shared/nas/radius.ts';
import type { NasDetail } from '#shared/nas/view.ts';
import { postJson } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { NumberField } from '../ui/form/NumberField.tsx';
import { now } from '../ui/now.ts';
import { absolute, duration } from '../ui/relativeTime.ts';
import { say } from '../words/words.ts';

const Rotation = RotateRadiusSecret.pick({ overlapHours: true });

/** A new secret, with a time in which the old one is believed beside it: router and server are never changed at once. */
export function NasSecretRotation(props: {
  nas: NasDetail;
  settings: NasRadiusSettings;
  mayManage: boolean;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const [asking, setAsking] = createSignal<'rotate' | 'end'>();
  const [fresh, setFresh] = createSignal<RadiusSecretRotated>();
  const left = (): number | undefined => {
    const until = props.settings.previousUntil;
    return until === null || until <= now() ? undefined : until;
  };
  const end = async (): Promise<void> => {
    await postJson(`/api/nas/${props.nas.id}/end-radius-rotation`, {}, NasRadiusSettings);
    props.onChanged();
  };
  return (
    <div class="form">
      <Show when={left()} fallback={<p class="muted">{say('nas.radius.oneSecret')}</p>}>
        {(until) => (
          <Banner tone="warning" glyph="lock">
            {say('nas.radius.twoSecrets', {
              left: duration(until() - now()),
              time: absolute(until(), session.timeZone),
            })}
          </Banner>
        )}
      </Show>
      <Show when={props.mayManage}>
        <div class="nas-bar">
          <Button onClick={() => setAsking('rotate')}>{say('nas.radius.rotate')}</Button>
          <Show when={left()}>
            <Button onClick={() => setAsking('end')}>{say('nas.radius.end')}</Button>
          </Show>
        </div>
      </Show>
      <Show when={asking() === 'rotate'}>
        <Dialog title={say('nas.radius.rotateTitle', { name: props.nas.name })} onClose={() => setAsking(undefined)}>
          <RotateForm
            id={props.nas.id}
            onCancel={() => setAsking(undefined)}
            onRotated={(rotated) => {
              setAsking(undefined);
              setFresh(rotated);
              props.onChanged();
            }}
          />
        </Dialog>
      </Show>
      <Show when={fresh()}>
        {(rotated) => (
          <Dialog title={say('nas.radius.newSecret', { name: props.nas.name })} onClose={() => setFresh(undefined)}>
            <div class="form">
              <p>{say('nas.radius.newSecretText', { time: absolute(rotated().previousUntil, session.timeZone) })}</p>
              <CopyField label={say('nas.form.radiusSecret')} value={rotated().radiusSecret} secret />
            </div>
          </Dialog>
        )}
      </Show>
      <Show when={asking() === 'end'}>
        <ConfirmDialog
          title={say('nas.radius.endTitle', { name: props.nas.name })}
          act={say('nas.radius.end')}
          danger
          onClose={() => setAsking(undefined)}
          onConfirm={end}
        >
          {say('nas.radius.endText')}
        </ConfirmDialog>
      </Show>
    </div>
  );
}

function RotateForm(props: {
  id: string;
  onCancel: () => void;
  onRotated: (rotated: RadiusSecretRotated) => void;
}): JSX.Element {
  const form = createForm<{ overlapHours: number | undefined }, { overlapHours: number }>({
    schema: Rotation,
    initial: { overlapHours: 72 },
    submit: async (given) =>
      props.onRotated(await postJson(`/api/nas/${props.id}/rotate-radius-secret`, given, RadiusSecretRotated)),
  });
  return (
    <Form form={form} submitLabel={say('nas.radius.rotate')} onCancel={props.onCancel}>
      <p class="muted">{say('nas.radius.rotateText')}</p>
      <NumberField
        form={form}
        name="overlapHours"
        label={say('nas.radius.overlap')}
        hint={say('nas.radius.overlapHint')}
        whole
      />
    </Form>
  );
}
