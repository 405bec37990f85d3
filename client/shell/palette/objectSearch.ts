import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import { SearchAnswer, type SearchHit } from '#shared/search/search.ts';
import { getJson } from '../api.ts';

/** Long enough that a fast typist asks once per word, short enough not to be felt. */
const PAUSE_MS = 90;

export interface ObjectSearch {
  readonly hits: Accessor<readonly SearchHit[]>;
  readonly searching: Accessor<boolean>;
  /** The server could not be asked. */
  readonly failed: Accessor<boolean>;
}

/** Asks the server as somebody types; what was found for the text before stays until the next answer. */
export function createObjectSearch(text: Accessor<string>): ObjectSearch {
  const [hits, setHits] = createSignal<readonly SearchHit[]>([]);
  const [searching, setSearching] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;

  const stop = (): void => {
    clearTimeout(timer);
    asking?.abort();
    setSearching(false);
  };
  const ask = async (wanted: string): Promise<void> => {
    const own = new AbortController();
    asking = own;
    try {
      const answer = await getJson(`/api/search?q=${encodeURIComponent(wanted)}`, SearchAnswer, own);
      if (own.signal.aborted) return;
      setHits(answer.hits);
      setFailed(answer.incomplete.length > 0);
    } catch {
      if (own.signal.aborted) return;
      setHits([]);
      setFailed(true);
    }
    setSearching(false);
  };
  createEffect(
    on(text, (typed) => {
      stop();
      const wanted = typed.trim().slice(0, 100);
      setFailed(false);
      if (wanted === '') {
        setHits([]);
        return;
      }
      setSearching(true);
      timer = setTimeout(() => void ask(wanted), PAUSE_MS);
    }),
  );
  onCleanup(stop);
  return { hits, searching, failed };
}
