import { onCleanup } from 'solid-js';
import { SetAsideList, SetAsideRetried } from '#shared/accounting/setAside.ts';
import { getJson, post, postJson } from '../shell/api.ts';
import { createFetched } from '../shell/createFetched.ts';

const REFRESH_MS = 15_000;
const AT = '/api/accounting';

export interface SetAsideModel {
  list(): SetAsideList | undefined;
  trouble(): string | undefined;
  retry(id: string): Promise<SetAsideRetried>;
  discard(id: string, reason: string): Promise<void>;
  note(id: string, note: string): Promise<void>;
}

/** What of accounting could not be stored; asked for again as long as the owner lives, for an alarm leads here. */
export function createSetAside(): SetAsideModel {
  const fetched = createFetched((signal) => getJson(`${AT}/set-aside`, SetAsideList, { signal }));
  const timer = setInterval(() => void fetched.reload(), REFRESH_MS);
  onCleanup(() => clearInterval(timer));
  /** Whatever came of it: another may have been faster. */
  const thenReload = async <T>(act: Promise<T>): Promise<T> => {
    try {
      return await act;
    } finally {
      await fetched.reload();
    }
  };
  return {
    list: fetched.data,
    trouble: fetched.trouble,
    retry: (id) => thenReload(postJson(`${AT}/set-aside/${id}/retry`, {}, SetAsideRetried)),
    discard: (id, reason) => thenReload(post(`${AT}/set-aside/${id}/discard`, { reason })),
    note: (id, note) => thenReload(post(`${AT}/losses/${id}/note`, { note })),
  };
}
