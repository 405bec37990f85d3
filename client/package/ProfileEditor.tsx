import { For, type JSX } from 'solid-js';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import type { Form } from '../ui/form/createForm.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { locale, say } from '../words/words.ts';
import type { PackageDraft, ProfileDraft } from './packageDraft.ts';

const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** 2024-01-01 was a Monday. */
const dayName = (day: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

/** Other rates at night or at weekends: one line per stretch of the week. */
export function ProfileEditor(props: { form: Form<PackageDraft> }): JSX.Element {
  const profiles = (): readonly ProfileDraft[] => props.form.values().profiles;
  const write = (next: readonly ProfileDraft[]): void => props.form.set('profiles', [...next]);
  const change = (at: number, part: Partial<ProfileDraft>): void =>
    write(profiles().map((profile, index) => (index === at ? { ...profile, ...part } : profile)));
  const toggle = (at: number, day: number): void => {
    const chosen = profiles()[at]?.days ?? [];
    const next = chosen.includes(day) ? chosen.filter((one) => one !== day) : [...chosen, day];
    change(at, { days: next.toSorted((one, other) => one - other) });
  };
  const add = (): void => {
    const { down = 1, up = 1 } = props.form.values();
    write([...profiles(), { days: [...days], from: '23:00', until: '06:00', down: down * 2, up: up * 2 }]);
  };
  const rate = (at: number, member: 'down' | 'up', label: string, value: number): JSX.Element => (
    <label class="profile-rate">
      <span class="muted">{label}</span>
      <input
        class="number"
        inputmode="decimal"
        value={String(value)}
        onChange={({ currentTarget }) => change(at, { [member]: Number(currentTarget.value.replace(',', '.')) })}
      />
    </label>
  );
  return (
    <div class="field" role="group" aria-label={say('package.form.profiles')}>
      <span class="field-label">{say('package.form.profiles')}</span>
      <For each={profiles().map((_, index) => index)}>
        {(at) => (
          <div class="profile-line">
            <div class="filter-group">
              <For each={days}>
                {(day) => (
                  <Chip pressed={profiles()[at]?.days.includes(day) ?? false} onToggle={() => toggle(at, day)}>
                    {dayName(day)}
                  </Chip>
                )}
              </For>
            </div>
            <input
              type="time"
              aria-label={say('package.form.from')}
              value={profiles()[at]?.from ?? ''}
              onChange={({ currentTarget }) => change(at, { from: currentTarget.value })}
            />
            <input
              type="time"
              aria-label={say('package.form.until')}
              value={profiles()[at]?.until ?? ''}
              onChange={({ currentTarget }) => change(at, { until: currentTarget.value })}
            />
            {rate(at, 'down', '↓', profiles()[at]?.down ?? 0)}
            {rate(at, 'up', '↑', profiles()[at]?.up ?? 0)}
            <span class="faint">Mbit/s</span>
            <IconButton
              glyph="trash"
              label={say('package.form.profileRemove')}
              onClick={() => write(profiles().filter((_, index) => index !== at))}
            />
          </div>
        )}
      </For>
      <div>
        <Button onClick={add}>{say('package.form.profileAdd')}</Button>
      </div>
      <span class="field-error">{props.form.error('profiles')}</span>
      <span class="field-hint">{say('package.form.profilesHint')}</span>
    </div>
  );
}
