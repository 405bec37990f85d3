import { Index, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { type Rota, type RotaLayer, RotaPlan } from '#shared/onCall/rota.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { post, put } from '../shell/api.ts';
import { useSession } from '../shell/session.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ComboboxField } from '../ui/form/ComboboxField.tsx';
import { createForm } from '../ui/form/createForm.ts';
import { Form } from '../ui/form/Form.tsx';
import { SelectField } from '../ui/form/SelectField.tsx';
import { TextField } from '../ui/form/TextField.tsx';
import { now } from '../ui/now.ts';
import { timeZoneOptions } from '../ui/timeZoneOptions.ts';
import { localText } from '../ui/zonedTime.ts';
import { say } from '../words/words.ts';
import { LayerEditor } from './LayerEditor.tsx';
import { branchOptions } from './onCallData.ts';

const MOST_LAYERS = 6;
/** No branch: the whole company. */
const Sent = z
  .looseObject({ branchId: z.string() })
  .transform(({ branchId, ...rest }): unknown => (branchId === '' ? rest : { ...rest, branchId }))
  .pipe(RotaPlan);

/** Makes a rota, or changes one. */
export function RotaDialog(props: {
  rota: Rota | undefined;
  view: OnCallView;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const session = useSession();
  const today = localText(now(), session.timeZone).slice(0, 10);
  const newLayer = (others: readonly RotaLayer[]): RotaLayer => ({
    id: freeId(others),
    name: say('rota.layer', { n: others.length + 1 }),
    people: [],
    startsOn: today,
    handover: '08:00',
    every: { count: 1, unit: 'week' },
  });
  const form = createForm({
    schema: Sent,
    initial: {
      name: props.rota?.name ?? '',
      branchId: (props.rota?.branchId ?? '') as string,
      timeZone: props.rota?.timeZone ?? session.timeZone,
      layers: props.rota?.layers ?? [newLayer([])],
    },
    submit: (plan) =>
      props.rota
        ? put(`/api/on-call/rotas/${props.rota.id}`, { version: props.rota.version, plan })
        : post('/api/on-call/rotas', plan),
  });
  const layers = (): readonly RotaLayer[] => form.values().layers;
  const setLayer = (place: number, layer: RotaLayer | undefined): void =>
    form.set(
      'layers',
      layers().flatMap((one, at) => (at === place ? (layer ?? []) : one)),
    );
  const title = (): string => (props.rota ? say('onCall.editRota', { name: props.rota.name }) : say('onCall.newRota'));
  return (
    <Dialog title={title()} onClose={props.onClose} wide>
      <Form form={form} submitLabel={say('onCall.save')} onCancel={props.onClose} onDone={props.onDone}>
        <TextField form={form} name="name" label={say('rota.name')} hint={say('rota.nameHint')} autofocus />
        <SelectField
          form={form}
          name="branchId"
          label={say('rota.branch')}
          options={[{ value: '', label: say('onCall.allBranches') }, ...branchOptions(props.view)]}
        />
        <ComboboxField form={form} name="timeZone" label={say('rota.zone')} options={timeZoneOptions()} />
        <p class="muted">{say('rota.layerHint')}</p>
        <Index each={layers()}>
          {(layer, place) => (
            <LayerEditor
              view={props.view}
              layer={layer()}
              place={place + 1}
              onChange={(changed) => setLayer(place, changed)}
              onRemove={layers().length > 1 ? () => setLayer(place, undefined) : undefined}
            />
          )}
        </Index>
        <Show when={form.error('layers')}>
          {(error) => (
            <span class="field-error" role="alert">
              {error()}
            </span>
          )}
        </Show>
        <Show when={layers().length < MOST_LAYERS}>
          <div>
            <Button onClick={() => form.set('layers', [...layers(), newLayer(layers())])}>
              {say('rota.addLayer')}
            </Button>
          </div>
        </Show>
      </Form>
    </Dialog>
  );
}

/** Swaps name layers by id, so a removed layer's is not given to another one while this rota is edited. */
function freeId(layers: readonly RotaLayer[]): string {
  const numbers = layers.map(({ id }) => Number(id.replace(/^l/, '')) || 0);
  return `l${Math.max(0, ...numbers) + 1}`;
}
