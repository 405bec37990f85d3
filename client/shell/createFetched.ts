import { createEffect, createSignal, on, onCleanup } from 'solid-js';

/** What was asked for once over HTTP and is asked for again after acts of one's own. */
export interface Fetched<Data> {
  /** Undefined until it is there; the last one stays while a new one is on its way. */
  data(): Data | undefined;
  /** Why the last attempt failed, in words. */
  trouble(): string | undefined;
  reload(): Promise<void>;
}

/** Asks at once, and again whenever `key` changes. An answer that comes after a newer question is dropped. */
export function createFetched<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  key: () => unknown = () => undefined,
): Fetched<Data> {
  const [data, setData] = createSignal<Data>();
  const [trouble, setTrouble] = createSignal<string>();
  let asking = new AbortController();

  const reload = async (): Promise<void> => {
    asking.abort();
    const mine = (asking = new AbortController());
    try {
      const answer = await load(mine.signal);
      if (mine.signal.aborted) return;
      setData(() => answer);
      setTrouble(undefined);
    } catch (error) {
      if (!mine.signal.aborted) setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  createEffect(on(key, () => void reload()));
  onCleanup(() => asking.abort());
  return { data, trouble, reload };
}
