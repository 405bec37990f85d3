import { z } from 'zod';
import { SavedView } from '#shared/savedView/view.ts';
import { ActorId } from '#shared/values/ids.ts';
import { getJson, postJson, remove } from '../shell/api.ts';
import type { SavedViewsPort } from '../ui/table/savedViewsPort.ts';

/** Saved views kept by the server, so that a person finds them at every desk. */
export const savedViewsHttp: SavedViewsPort = {
  list: (screen) => getJson(`/api/saved-views?${new URLSearchParams({ screen })}`, z.array(SavedView)),
  async save(view) {
    await postJson('/api/saved-views', view, z.object({ id: ActorId }));
  },
  remove: (id) => remove(`/api/saved-views/${id}`),
};
