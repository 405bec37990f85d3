import { createSignal, For, Show, type JSX } from 'solid-js';
import { SetupRequest } from '#shared/tenant/setup.ts';
import { Button } from '../ui/Button.tsx';
import { say } from '../words/words.ts';

type Answers = Omit<SetupRequest, 'token'>;
type Name = keyof Answers;

interface Field {
  readonly name: Name;
  readonly type?: 'email' | 'password';
  readonly autocomplete?: string;
  readonly choices?: () => readonly string[];
}

const fields: readonly Field[] = [
  { name: 'tenantName', autocomplete: 'organization' },
  { name: 'slug' },
  { name: 'country' },
  { name: 'currency', choices: () => Intl.supportedValuesOf('currency') },
  { name: 'timeZone', choices: () => Intl.supportedValuesOf('timeZone') },
  { name: 'branchName' },
  { name: 'ownerName', autocomplete: 'name' },
  { name: 'email', type: 'email', autocomplete: 'username' },
  { name: 'password', type: 'password', autocomplete: 'new-password' },
];
const empty: Answers = {
  tenantName: '',
  slug: '',
  country: '',
  currency: '',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  branchName: '',
  ownerName: '',
  email: '',
  password: '',
};
/** Of the right form, so that only what was typed is judged here; the server judges the link. */
const ANY_TOKEN = 'x'.repeat(43);

/** Company, first branch, owner. Judged by the schema the server uses, field by field once each has been left. */
export function SetupForm(props: { pending: boolean; onCreate: (answers: Answers) => void }): JSX.Element {
  const [answers, setAnswers] = createSignal(empty);
  const [left, setLeft] = createSignal<ReadonlySet<Name>>(new Set());
  const faults = (): ReadonlyMap<unknown, string> => {
    const parsed = SetupRequest.safeParse({ ...answers(), token: ANY_TOKEN });
    return new Map(parsed.error?.issues.map((issue) => [issue.path[0], issue.message]));
  };
  const write = (name: Name, text: string): void => {
    const value = name === 'country' || name === 'currency' ? text.toUpperCase() : text;
    setAnswers((before) => ({
      ...before,
      [name]: value,
      ...(name === 'tenantName' && !left().has('slug') ? { slug: slugOf(text) } : {}),
    }));
  };
  return (
    <form
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(new Set(fields.map(({ name }) => name)));
        if (faults().size === 0) props.onCreate(answers());
      }}
    >
      <For each={fields}>
        {(field) => (
          <label class="field">
            <span>{say(`setup.${field.name}`)}</span>
            <input
              name={field.name}
              type={field.type ?? 'text'}
              autocomplete={field.autocomplete ?? 'off'}
              list={field.choices ? `choices-${field.name}` : undefined}
              value={answers()[field.name]}
              aria-invalid={left().has(field.name) && faults().has(field.name)}
              onInput={(event) => write(field.name, event.currentTarget.value)}
              onBlur={() => setLeft((before) => new Set([...before, field.name]))}
            />
            <Show
              when={left().has(field.name) && faults().get(field.name)}
              fallback={<span class="field-hint">{say(`setup.${field.name}.hint`)}</span>}
            >
              {(fault) => (
                <span class="field-error" role="alert">
                  {fault()}
                </span>
              )}
            </Show>
            <Show when={field.choices}>
              {(choices) => (
                <datalist id={`choices-${field.name}`}>
                  <For each={choices()()}>{(choice) => <option value={choice} />}</For>
                </datalist>
              )}
            </Show>
          </label>
        )}
      </For>
      <Button type="submit" look="primary" pending={props.pending}>
        {say('setup.create')}
      </Button>
    </form>
  );
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
}
