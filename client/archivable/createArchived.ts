import { createSignal } from 'solid-js';
import { post } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';
import { orTrouble } from '../ui/orTrouble.ts';
import { showToast } from '../ui/toasts.ts';
import { say } from '../words/words.ts';
import type { Archivable } from './archivable.ts';

export interface Archived<Row> {
  /** Whether the list is that of the archived ones. */
  shown(): boolean;
  toggle(): void;
  /** Undefined until they are there. */
  rows(): readonly Row[] | undefined;
  archive(row: Archivable): void;
  restore(row: Archivable): void;
}

/** What was taken out of use, read when somebody wants to see it; archiving can be undone. */
export function createArchived<Row>(
  area: 'package' | 'pool',
  path: string,
  load: (signal: AbortSignal) => Promise<readonly Row[]>,
  onDone: () => void,
): Archived<Row> {
  const [shown, setShown] = createSignal(false);
  const fetched = createFetched(async (signal) => (shown() ? await load(signal) : undefined), shown);
  const restore = async ({ id, name }: Archivable): Promise<void> => {
    await post(`${path}/${id}/restore`, {});
    showToast({ text: say(`${area}.restored`, { name }), tone: 'done' });
    onDone();
    await fetched.reload();
  };
  const archive = async (row: Archivable): Promise<void> => {
    await post(`${path}/${row.id}/archive`, {});
    onDone();
    const action = { label: say('ui.undo'), run: () => void orTrouble(() => restore(row)) };
    showToast({ text: say('customer.archived', { name: row.name }), tone: 'done', action });
  };
  return {
    shown,
    toggle: () => {
      onDone();
      setShown(!shown());
    },
    rows: () => fetched.data(),
    archive: (row) => void orTrouble(() => archive(row)),
    restore: (row) => void orTrouble(() => restore(row)),
  };
}
