import { createEffect, For, Show, type JSX } from 'solid-js';
import { Glyph } from '../../ui/Glyph.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Marked } from './Marked.tsx';
import type { PaletteGroup, PaletteItem } from './paletteItem.ts';

/** What was found, in groups; the field keeps the focus and says which line is chosen. */
export function PaletteList(props: {
  id: string;
  groups: readonly PaletteGroup[];
  active: PaletteItem | undefined;
  query: string;
  onPoint: (item: PaletteItem) => void;
  onChoose: (item: PaletteItem) => void;
}): JSX.Element {
  let list!: HTMLDivElement;
  const indexOf = (item: PaletteItem): number => props.groups.flatMap(({ items }) => items).indexOf(item);
  createEffect(() => {
    if (props.active) list.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  });
  return (
    <div ref={list} id={props.id} class="palette-list" role="listbox" tabIndex={-1}>
      <For each={props.groups}>
        {(group) => (
          <div role="group" aria-label={group.title}>
            <div class="palette-group" aria-hidden="true">
              {group.title}
            </div>
            <For each={group.items}>
              {(item) => (
                <div
                  id={`${props.id}-${indexOf(item)}`}
                  class="palette-item"
                  role="option"
                  aria-selected={item.id === props.active?.id}
                  onPointerMove={() => item.id !== props.active?.id && props.onPoint(item)}
                  onClick={() => props.onChoose(item)}
                >
                  <Glyph name={item.glyph} />
                  <span class="palette-title truncate">
                    <Marked text={item.title} query={props.query} />
                    <Show when={item.detail}>
                      {(detail) => (
                        <span class="palette-detail">
                          <Marked text={detail()} query={props.query} />
                        </span>
                      )}
                    </Show>
                  </span>
                  <Show when={item.note}>{(note) => <span class="palette-note">{note()}</span>}</Show>
                  <Show when={item.keys}>{(keys) => <KeyHint keys={keys()} />}</Show>
                </div>
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}
