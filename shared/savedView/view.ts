import { z } from 'zod';
import { ActorId } from '../values/ids.ts';

/** What a list looks like: the query of its address and, where somebody chose them, its columns in order. */
export const SavedViewState = z.object({
  query: z.string().max(2_000),
  columns: z.array(z.string().max(60)).max(60).optional(),
});
export type SavedViewState = z.infer<typeof SavedViewState>;

/** The list it belongs to: the name of its table. */
export const SavedViewScreen = z.string().min(1).max(60);
export const SavedViewName = z.string().trim().min(1, 'Give the view a name.').max(60);

export const SavedView = z.object({
  id: ActorId,
  screen: SavedViewScreen,
  name: z.string(),
  /** Everybody of the company has it. */
  shared: z.boolean(),
  /** Who asks may change and remove it. */
  own: z.boolean(),
  ownerName: z.string(),
  state: SavedViewState,
});
export type SavedView = z.infer<typeof SavedView>;

/** Saving under a name one has already replaces that view. */
export const SaveViewRequest = z.object({
  screen: SavedViewScreen,
  name: SavedViewName,
  shared: z.boolean().default(false),
  state: SavedViewState,
});
export type SaveViewRequest = z.infer<typeof SaveViewRequest>;
