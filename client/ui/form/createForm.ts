import { batch, createMemo, createSignal, createUniqueId } from 'solid-js';
import { createStore, reconcile, unwrap } from 'solid-js/store';
import type { z } from 'zod';
import { forgetDraft, readDraft, writeDraft } from './draft.ts';
import { faultWords } from './faultWords.ts';

/** Members of `Input` that hold a `Value`. */
export type NamesOf<Input, Value> = {
  [Name in keyof Input]-?: Input[Name] extends Value ? Name : never;
}[keyof Input] &
  string;

export interface FormOptions<Input extends object, Output> {
  /** The one the server uses. */
  readonly schema: z.ZodType<Output>;
  /** Members as the fields write them: figures, times and durations may be undefined until they are filled in. */
  readonly initial: Input;
  /** Sends it. What it throws is shown: `errors: [{path, message}]` beside the fields, the rest above the buttons. */
  readonly submit: (value: Output) => Promise<void>;
  /** Keeps what was typed under this name for the life of the window, passwords excepted. */
  readonly draft?: string;
}

/** One field of a form, as its component needs it. */
export interface Bound<Value> {
  readonly id: string;
  readonly name: string;
  value(): Value;
  set(value: Value): void;
  /** The person has left the field: from now on it is judged. */
  leave(): void;
  error(): string | undefined;
}

export interface Form<Input extends object> {
  readonly id: string;
  values(): Readonly<Input>;
  bind<Value>(name: NamesOf<Input, Value>): Bound<Value>;
  set<Name extends keyof Input & string>(name: Name, value: Input[Name]): void;
  /** The first fault of a member or of anything inside it, once it has been left or sent. */
  error(name: string): string | undefined;
  /** What went wrong with the whole: unreachable, refused. With the request's id when the server gave one. */
  trouble():
    | { readonly message: string; readonly code?: string | undefined; readonly requestId?: string | undefined }
    | undefined;
  /** How many members are wrong, once somebody tried to send. */
  wrong(): number;
  pending(): boolean;
  dirty(): boolean;
  /** Whether a draft from before was put in. */
  restored(): boolean;
  /** Back to the initial (or these) values; the draft is gone. */
  reset(initial?: Input): void;
  /** Resolves with true when the server has it. */
  submit(): Promise<boolean>;
  /** By password fields: never in a draft. */
  keepSecret(name: string): void;
}

interface Refused {
  readonly message: string;
  /** `noun/what`, when the server refused. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

/** Values, faults, draft and sending of one form. Draw it with `<Form>` and the fields of this folder. */
export function createForm<Input extends object, Output>(options: FormOptions<Input, Output>): Form<Input> {
  const id = createUniqueId();
  const [initial, setInitial] = createSignal(options.initial);
  const found = readDraft(options.draft, options.initial);
  const [values, setValues] = createStore<{ now: Input }>({ now: { ...options.initial, ...found } });
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const [tried, setTried] = createSignal(false);
  const [pending, setPending] = createSignal(false);
  const [refused, setRefused] = createSignal<Refused>();
  const [restored, setRestored] = createSignal(found !== undefined);
  const secrets = new Set<string>();

  const present = (): Input => structuredClone(unwrap(values.now));
  const snapshot = createMemo(() => JSON.stringify(values.now));
  const dirty = createMemo(() => snapshot() !== JSON.stringify(initial()));
  const parsed = createMemo(() => {
    snapshot();
    return options.schema.safeParse(present());
  });
  const faults = createMemo((): ReadonlyMap<string, string> => {
    const map = new Map<string, string>();
    for (const issue of parsed().error?.issues ?? []) {
      const path = issue.path.join('.');
      if (!map.has(path)) map.set(path, faultWords(issue, valueAt(values.now, issue.path)));
    }
    return map;
  });
  const answers = (): ReadonlyMap<string, string> =>
    new Map(refused()?.errors?.map(({ path, message }) => [path.replace(/^[/.]/, '').replaceAll('/', '.'), message]));
  const faultOf = (name: string, map: ReadonlyMap<string, string>): string | undefined =>
    map.get(name) ?? [...map].find(([path]) => path.startsWith(`${name}.`))?.[1];
  const error = (name: string): string | undefined =>
    (tried() || left().has(name) ? faultOf(name, faults()) : undefined) ?? faultOf(name, answers());

  const set = (name: string, value: unknown): void => {
    batch(() => {
      setValues('now', (before) => ({ ...before, [name]: value }));
      const kept = refused()?.errors?.filter(({ path }) => !path.replace(/^[/.]/, '').startsWith(name));
      setRefused((before) => before && { ...before, errors: kept });
    });
    writeDraft(options.draft, unwrap(values.now), secrets);
  };
  const submit = async (): Promise<boolean> => {
    setTried(true);
    setRefused(undefined);
    const result = parsed();
    if (!result.success || pending()) return false;
    setPending(true);
    try {
      await options.submit(result.data);
      forgetDraft(options.draft);
      batch(() => {
        setInitial(() => present());
        setTried(false);
        setLeft(new Set<string>());
        setRestored(false);
      });
      return true;
    } catch (error) {
      setRefused(error instanceof Error ? (error as Refused) : { message: String(error) });
      return false;
    } finally {
      setPending(false);
    }
  };

  return {
    id,
    values: () => values.now,
    bind: <Value>(name: NamesOf<Input, Value>): Bound<Value> => ({
      id: `${id}-${name}`,
      name,
      value: () => values.now[name] as Value,
      set: (value) => set(name, value),
      leave: () => setLeft((before) => new Set([...before, name])),
      error: () => error(name),
    }),
    set,
    error,
    trouble: refused,
    wrong: () => (tried() ? new Set([...faults().keys()].map((path) => path.split('.')[0])).size : 0),
    pending,
    dirty,
    restored,
    reset: (next) => {
      forgetDraft(options.draft);
      batch(() => {
        if (next) setInitial(() => next);
        setValues('now', reconcile(structuredClone(unwrap(next ?? initial()))));
        setLeft(new Set<string>());
        setTried(false);
        setRefused(undefined);
        setRestored(false);
      });
    },
    submit,
    keepSecret: (name) => secrets.add(name),
  };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
