import { For, Show, type JSX } from 'solid-js';
import type { RotaLayer } from '#shared/onCall/rota.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { Button } from '../ui/Button.tsx';
import { dateFormat } from '../words/formats.ts';
import { locale, say } from '../words/words.ts';
import { PeopleOrder } from './PeopleOrder.tsx';
import { PlainField } from './PlainField.tsx';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const NIGHT = { days: [...WEEKDAYS], from: '18:00', until: '08:00' };

/** One layer of a rota: who, in which order, for how long, and in which hours. */
export function LayerEditor(props: {
  view: OnCallView;
  layer: RotaLayer;
  place: number;
  onChange: (layer: RotaLayer) => void;
  onRemove: (() => void) | undefined;
}): JSX.Element {
  const change = (part: Partial<RotaLayer>): void => props.onChange({ ...props.layer, ...part });
  const every = (): RotaLayer['every'] => props.layer.every;
  // 5 January 1970 was a Monday.
  const weekday = (day: number): string =>
    dateFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format((day + 3) * 86_400_000);
  return (
    <fieldset class="on-call-part">
      <legend>
        {say('rota.layer', { n: props.place })}
        <Show when={props.onRemove}>
          {(remove) => (
            <Button look="quiet" onClick={() => remove()()}>
              {say('rota.removeLayer', { n: props.place })}
            </Button>
          )}
        </Show>
      </legend>
      <PlainField label={say('rota.name')}>
        {(id) => (
          <input
            id={id}
            value={props.layer.name}
            maxlength={60}
            onChange={(e) => change({ name: e.currentTarget.value })}
          />
        )}
      </PlainField>
      <PeopleOrder view={props.view} people={props.layer.people} onChange={(people) => change({ people })} />
      <div class="on-call-columns">
        <PlainField label={say('rota.startsOn')}>
          {(id) => (
            <input
              id={id}
              type="date"
              class="number"
              value={props.layer.startsOn}
              onChange={(e) => change({ startsOn: e.currentTarget.value })}
            />
          )}
        </PlainField>
        <PlainField label={say('rota.handover')}>
          {(id) => (
            <input
              id={id}
              type="time"
              class="number"
              value={props.layer.handover}
              onChange={(e) => change({ handover: e.currentTarget.value })}
            />
          )}
        </PlainField>
        <PlainField label={say('rota.every')}>
          {(id) => (
            <span class="duration">
              <input
                id={id}
                type="number"
                min="1"
                max="90"
                class="number"
                value={every().count}
                onChange={(e) => change({ every: { ...every(), count: Number(e.currentTarget.value) } })}
              />
              <select
                aria-label={say('rota.every')}
                onChange={(e) =>
                  change({ every: { ...every(), unit: e.currentTarget.value === 'day' ? 'day' : 'week' } })
                }
              >
                <option value="day" selected={every().unit === 'day'}>
                  {say('rota.days')}
                </option>
                <option value="week" selected={every().unit === 'week'}>
                  {say('rota.weeks')}
                </option>
              </select>
            </span>
          )}
        </PlainField>
        <PlainField label={say('rota.hours')}>
          {(id) => (
            <select
              id={id}
              onChange={(e) => {
                const { hours: _, ...rest } = props.layer;
                props.onChange(e.currentTarget.value === 'some' ? { ...rest, hours: NIGHT } : rest);
              }}
            >
              <option value="all" selected={!props.layer.hours}>
                {say('rota.allHours')}
              </option>
              <option value="some" selected={props.layer.hours !== undefined}>
                {say('rota.someHours')}
              </option>
            </select>
          )}
        </PlainField>
      </div>
      <Show when={props.layer.hours}>
        {(hours) => (
          <div class="on-call-hours">
            {say('rota.from')}
            <input
              type="time"
              class="number"
              aria-label={say('rota.from')}
              value={hours().from}
              onChange={(e) => change({ hours: { ...hours(), from: e.currentTarget.value } })}
            />
            {say('rota.to')}
            <input
              type="time"
              class="number"
              aria-label={say('rota.to')}
              value={hours().until}
              onChange={(e) => change({ hours: { ...hours(), until: e.currentTarget.value } })}
            />
            <span class="muted">{say('rota.onDays')}</span>
            <For each={WEEKDAYS}>
              {(day) => (
                <label class="check">
                  <input
                    type="checkbox"
                    class="checkbox"
                    checked={hours().days.includes(day)}
                    onChange={(e) => {
                      const others = hours().days.filter((one) => one !== day);
                      const days = e.currentTarget.checked ? [...others, day].toSorted((a, b) => a - b) : others;
                      change({ hours: { ...hours(), days } });
                    }}
                  />
                  {weekday(day)}
                </label>
              )}
            </For>
          </div>
        )}
      </Show>
    </fieldset>
  );
}
