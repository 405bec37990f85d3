import { createSignal, For, Show, type JSX } from 'solid-js';
import {
  DateOrder,
  ImportedKind,
  ImportField,
  type ImportSettings,
  Separator,
  TextEncoding,
} from '#shared/bulk/importSettings.ts';
import type { BulkJobDetail } from '#shared/bulk/job.ts';
import { AccessType } from '#shared/package/values.ts';
import { Button } from '../ui/Button.tsx';
import type { Option } from '../ui/form/option.ts';
import { say } from '../words/words.ts';
import { createChoices } from './choices.ts';

const separators: Readonly<Record<Separator, () => string>> = {
  ',': () => say('bulk.separator.comma'),
  ';': () => say('bulk.separator.semicolon'),
  '\t': () => say('bulk.separator.tab'),
  '|': () => say('bulk.separator.bar'),
};

/** What each column of a file is, with its first rows beside it, and what holds where a row says nothing. */
export function MappingForm(props: {
  job: BulkJobDetail;
  settings: ImportSettings;
  onCheck: (settings: ImportSettings) => Promise<void>;
}): JSX.Element {
  const choices = createChoices();
  const [settings, setSettings] = createSignal<ImportSettings>(props.settings);
  const [pending, setPending] = createSignal(false);
  const change = (part: Partial<ImportSettings>): void => void setSettings({ ...settings(), ...part });
  const take = (kind: ImportedKind, wanted: boolean): void =>
    change({ take: ImportedKind.options.filter((one) => (one === kind ? wanted : settings().take.includes(one))) });
  const nameColumn = (at: number, field: string): void =>
    change({
      columns: settings().columns.map((before, index) =>
        index === at ? (ImportField.safeParse(field).data ?? null) : before,
      ),
    });
  const check = async (): Promise<void> => {
    setPending(true);
    await props.onCheck(settings()).finally(() => setPending(false));
  };
  return (
    <section class="bulk-mapping">
      <h2>{say('bulk.mapping')}</h2>
      <p class="muted">{say('bulk.mappingText')}</p>
      <ul class="bulk-columns">
        <For each={props.job.headings}>
          {(heading, at) => (
            <li class="bulk-column field" classList={{ out: settings().columns[at()] === null }}>
              <div class="bulk-column-head">
                <strong class="truncate">{heading}</strong>
                <span class="faint mono truncate">
                  {props.job.sample
                    .map((row) => row[at()] ?? '')
                    .filter((text) => text !== '')
                    .slice(0, 3)
                    .join(' · ')}
                </span>
              </div>
              <Choice
                label={heading}
                value={settings().columns[at()] ?? ''}
                options={[
                  { value: '', label: say('bulk.leaveOut') },
                  ...ImportField.options.map((field) => ({ value: field, label: say(`bulk.field.${field}`) })),
                ]}
                onChoose={(field) => nameColumn(at(), field)}
              />
            </li>
          )}
        </For>
      </ul>
      <div class="bulk-settings">
        <Show when={props.job.format === 'csv'}>
          <Labelled label={say('bulk.encoding')}>
            <Choice
              label={say('bulk.encoding')}
              value={settings().encoding}
              options={TextEncoding.options.map((value) => ({ value, label: value.toUpperCase() }))}
              onChoose={(value) => change({ encoding: TextEncoding.parse(value) })}
            />
          </Labelled>
          <Labelled label={say('bulk.separator')}>
            <Choice
              label={say('bulk.separator')}
              value={settings().separator}
              options={Separator.options.map((value) => ({ value, label: separators[value]() }))}
              onChoose={(value) => change({ separator: Separator.parse(value) })}
            />
          </Labelled>
        </Show>
        <Labelled label={say('bulk.dateOrder')}>
          <Choice
            label={say('bulk.dateOrder')}
            value={settings().dateOrder}
            options={DateOrder.options.map((value) => ({ value, label: say(`bulk.dateOrder.${value}`) }))}
            onChoose={(value) => change({ dateOrder: DateOrder.parse(value) })}
          />
        </Labelled>
        <Labelled label={say('bulk.package')}>
          <Choice
            label={say('bulk.package')}
            value={settings().packageId ?? ''}
            options={[{ value: '', label: say('bulk.noPackage') }, ...choices.packages()]}
            onChoose={(value) => change({ packageId: (value || null) as ImportSettings['packageId'] })}
          />
        </Labelled>
        <Labelled label={say('bulk.branch')}>
          <Choice
            label={say('bulk.branch')}
            value={settings().branchId ?? ''}
            options={[{ value: '', label: say('bulk.noBranch') }, ...choices.branches()]}
            onChoose={(value) => change({ branchId: (value || null) as ImportSettings['branchId'] })}
          />
        </Labelled>
        <Labelled label={say('bulk.accessType')}>
          <Choice
            label={say('bulk.accessType')}
            value={settings().accessType}
            options={AccessType.options.map((value) => ({ value, label: value.toUpperCase() }))}
            onChoose={(value) => change({ accessType: AccessType.parse(value) })}
          />
        </Labelled>
        <Labelled label={say('bulk.hashed')}>
          <Choice
            label={say('bulk.hashed')}
            value={settings().hashed}
            options={(['fail', 'newPassword'] as const).map((value) => ({ value, label: say(`bulk.hashed.${value}`) }))}
            onChoose={(value) => change({ hashed: value === 'newPassword' ? 'newPassword' : 'fail' })}
          />
        </Labelled>
      </div>
      <Show when={props.job.format === 'phpnuxbill' || props.job.format === 'freeradius'}>
        <h2>{say('bulk.take')}</h2>
        <p class="muted">{say('bulk.takeText')}</p>
        <div class="bulk-take">
          <For each={ImportedKind.options}>
            {(kind) => (
              <label class="check">
                <input
                  type="checkbox"
                  class="checkbox"
                  checked={settings().take.includes(kind)}
                  onChange={({ currentTarget }) => take(kind, currentTarget.checked)}
                />
                {say(`bulk.take.${kind}`)}
              </label>
            )}
          </For>
        </div>
      </Show>
      <Show when={(props.job.summary?.unknownPackages.length ?? 0) > 0}>
        <h2>{say('bulk.unknownPackages')}</h2>
        <p class="muted">{say('bulk.unknownPackagesText')}</p>
        <div class="bulk-settings">
          <For each={props.job.summary?.unknownPackages}>
            {({ name, count }) => (
              <Labelled label={`${name} (${count})`}>
                <Choice
                  label={name}
                  value={settings().packages[name.toLowerCase()] ?? ''}
                  options={[{ value: '', label: say('bulk.noPackage') }, ...choices.packages()]}
                  onChoose={(value) =>
                    change({
                      packages: { ...settings().packages, [name.toLowerCase()]: value } as ImportSettings['packages'],
                    })
                  }
                />
              </Labelled>
            )}
          </For>
        </div>
      </Show>
      <p>
        <Button
          look={props.job.state === 'draft' ? 'primary' : 'plain'}
          pending={pending()}
          onClick={() => void check()}
        >
          {say(props.job.state === 'draft' ? 'bulk.check' : 'bulk.checkAgain')}
        </Button>
      </p>
    </section>
  );
}

function Labelled(props: { label: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="field">
      <span>{props.label}</span>
      {props.children}
    </div>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <select aria-label={props.label} onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}>
      <For each={props.options}>
        {({ value, label }) => (
          <option value={value} selected={value === props.value}>
            {label}
          </option>
        )}
      </For>
    </select>
  );
}
