import type { SearchHit } from '#shared/search/search.ts';
import { SearchKind } from '#shared/search/search.ts';
import { say } from '../../words/words.ts';
import type { Act } from '../acts.ts';
import { objectKinds, type ObjectTools } from '../objectKinds.ts';
import type { Place } from '../places.ts';
import { fuzzyMatch } from './fuzzy.ts';
import type { PaletteGroup, PaletteItem } from './paletteItem.ts';
import type { Recent } from './recents.ts';

const MOST_ACTS = 6;
const MOST_PLACES = 6;

export interface PaletteSources {
  readonly query: string;
  readonly acts: readonly Act[];
  readonly places: readonly Place[];
  readonly hits: readonly SearchHit[];
  readonly recents: readonly Recent[];
  readonly tools: ObjectTools;
  readonly remember: (recent: Recent) => void;
}

/**
 * What the palette shows. What is known here stands above what the server finds, so that a late answer never moves the
 * line under one's finger.
 */
export function paletteGroups(sources: PaletteSources): readonly PaletteGroup[] {
  const { query } = sources;
  const acts = best(sources.acts.map(actItem), query);
  const places = best(
    sources.places.map((place) => placeItem(place, sources)),
    query,
  );
  const groups: readonly PaletteGroup[] =
    query.trim() === ''
      ? [
          { id: 'recent', title: say('palette.recent'), items: recentItems(sources) },
          { id: 'acts', title: say('palette.acts'), items: acts.slice(0, MOST_ACTS) },
          { id: 'places', title: say('palette.places'), items: places },
        ]
      : [
          { id: 'places', title: say('palette.places'), items: places.slice(0, MOST_PLACES) },
          { id: 'acts', title: say('palette.acts'), items: acts.slice(0, MOST_ACTS) },
          ...SearchKind.options.map((kind) => ({
            id: kind,
            title: say(objectKinds[kind].word),
            items: sources.hits.filter((hit) => hit.kind === kind).map((hit) => hitItem(hit, sources)),
          })),
        ];
  return groups.filter(({ items }) => items.length > 0);
}

/** Lines of acts alone, for what can be done with one object. */
export function actItems(acts: readonly Act[], query: string): readonly PaletteItem[] {
  return best(acts.map(actItem), query);
}

function actItem(act: Act): PaletteItem {
  return {
    id: `act:${act.id}`,
    title: act.label,
    glyph: act.glyph ?? 'play',
    keys: act.key?.replace('+', ' '),
    run: act.run,
  };
}

function placeItem(place: Place, { tools, remember }: PaletteSources): PaletteItem {
  return {
    id: `place:${place.path}`,
    title: say(place.word),
    detail: place.also?.map((word) => say(word)).join(', '),
    glyph: place.glyph,
    keys: place.key === undefined ? undefined : `g ${place.key}`,
    run: () => {
      remember({ is: 'place', path: place.path });
      tools.go(place.path);
    },
  };
}

function hitItem(hit: SearchHit, { tools, remember }: PaletteSources): PaletteItem {
  const kind = objectKinds[hit.kind];
  const { acts } = kind;
  return {
    id: `${hit.kind}:${hit.id}`,
    title: hit.title,
    detail: hit.detail,
    glyph: kind.glyph,
    note: kind.note?.(hit),
    run: () => {
      remember({ is: 'object', hit });
      tools.go(kind.href(hit));
    },
    acts: acts && (() => acts(hit, tools)),
  };
}

function recentItems(sources: PaletteSources): readonly PaletteItem[] {
  return sources.recents.flatMap((recent) => {
    if (recent.is === 'object')
      return { ...hitItem(recent.hit, sources), note: say(objectKinds[recent.hit.kind].word) };
    const place = sources.places.find(({ path }) => path === recent.path);
    return place ? placeItem(place, sources) : [];
  });
}

function best(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  if (query.trim() === '') return items;
  return items
    .flatMap((item) => {
      const match = fuzzyMatch(item.title, query) ?? fuzzyMatch(item.detail ?? '', query);
      return match ? [{ item, score: match.score }] : [];
    })
    .toSorted((left, right) => right.score - left.score)
    .map(({ item }) => item);
}
