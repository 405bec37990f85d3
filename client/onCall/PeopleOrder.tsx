import { For, type JSX } from 'solid-js';
import type { RotaLayer } from '#shared/onCall/rota.ts';
import type { OnCallView } from '#shared/onCall/view.ts';
import { UserId } from '#shared/values/ids.ts';
import { Combobox } from '../ui/form/Combobox.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { say } from '../words/words.ts';
import { nameIn, personOptions } from './onCallData.ts';

/** People in the order in which they take turns. */
export function PeopleOrder(props: {
  view: OnCallView;
  people: RotaLayer['people'];
  onChange: (people: RotaLayer['people']) => void;
}): JSX.Element {
  const move = (at: number, by: number): void => {
    const people = [...props.people];
    const [one] = people.splice(at, 1);
    if (one !== undefined) people.splice(at + by, 0, one);
    props.onChange(people);
  };
  return (
    <div class="field">
      <span class="field-label">{say('rota.people')}</span>
      <ol class="people-order">
        <For each={props.people}>
          {(userId, at) => {
            const name = (): string => nameIn(props.view, userId);
            return (
              <li>
                <span class="number faint">{at() + 1}</span>
                <span class="truncate">{name()}</span>
                <IconButton
                  glyph="up"
                  label={say('rota.up', { name: name() })}
                  disabled={at() === 0}
                  onClick={() => move(at(), -1)}
                />
                <IconButton
                  glyph="down"
                  label={say('rota.down', { name: name() })}
                  disabled={at() === props.people.length - 1}
                  onClick={() => move(at(), 1)}
                />
                <IconButton
                  glyph="close"
                  label={say('rota.remove', { name: name() })}
                  onClick={() => props.onChange(props.people.filter((_, other) => other !== at()))}
                />
              </li>
            );
          }}
        </For>
      </ol>
      <Combobox
        adds
        label={say('rota.addPerson')}
        placeholder={say('rota.addPerson')}
        options={personOptions(props.view).filter(({ value }) => !props.people.some((one) => one === value))}
        value={undefined}
        onChoose={(value) => props.onChange([...props.people, UserId.parse(value)])}
      />
    </div>
  );
}
