import { useNavigate } from '@solidjs/router';
import { batch, createMemo, createSignal, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { showToast } from '../../ui/toasts.ts';
import { say, sayCount, sayProblem } from '../../words/words.ts';
import { presentActs } from '../acts.ts';
import { useLive } from '../live.tsx';
import type { ObjectTools } from '../objectKinds.ts';
import { mayGoTo, places } from '../places.ts';
import { useSession } from '../session.tsx';
import { createObjectSearch } from './objectSearch.ts';
import './palette.css';
import { actItems, paletteGroups } from './paletteGroups.ts';
import type { PaletteGroup, PaletteItem } from './paletteItem.ts';
import { PaletteList } from './PaletteList.tsx';
import { closePalette, paletteOpen } from './paletteState.ts';
import { readRecents, rememberRecent } from './recents.ts';

/** Ctrl-K: any object, screen or act by a few letters, without the mouse. */
export function Palette(): JSX.Element {
  return (
    <Show when={paletteOpen()}>
      <PaletteDialog />
    </Show>
  );
}

const LIST_ID = 'palette-list';

function PaletteDialog(): JSX.Element {
  const session = useSession();
  const tools = useObjectTools();
  const [query, setQuery] = createSignal('');
  /** The object whose acts are shown. */
  const [subject, setSubject] = createSignal<PaletteItem>();
  const [chosen, setChosen] = createSignal<string>();
  /** What was typed before the acts were opened. */
  const [before, setBefore] = createSignal('');
  const search = createObjectSearch(() => (subject() ? before() : query()));
  const recents = readRecents(session.userId);
  let input!: HTMLInputElement;
  let dialog!: HTMLDialogElement;

  const groups = createMemo((): readonly PaletteGroup[] => {
    const about = subject();
    if (about) return [{ id: 'acts', title: about.title, items: actItems(about.acts?.() ?? [], query()) }];
    return paletteGroups({
      query: query(),
      acts: presentActs(),
      places: places.filter((place) => mayGoTo(place, session.permissions)),
      hits: search.hits(),
      recents,
      tools,
      remember: (recent) => rememberRecent(session.userId, recent),
    });
  });
  const items = createMemo(() => groups().flatMap((group) => group.items));
  const index = (): number =>
    Math.max(
      0,
      items().findIndex(({ id }) => id === chosen()),
    );
  const active = (): PaletteItem | undefined => items()[index()];

  const move = (to: number): void => {
    const all = items();
    setChosen(all[(to + all.length) % all.length]?.id);
  };
  const choose = (item: PaletteItem | undefined): void => {
    if (!item) return;
    closePalette();
    item.run();
  };
  const openActs = (): void => {
    const item = active();
    if (subject() || !item?.acts || item.acts().length === 0) return;
    batch(() => {
      setBefore(query());
      setSubject(item);
      setQuery('');
      setChosen(undefined);
    });
  };
  const back = (): void => {
    if (!subject()) return closePalette();
    batch(() => {
      setChosen(subject()?.id);
      setQuery(before());
      setSubject(undefined);
    });
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(index() + 1),
    ArrowUp: () => move(index() - 1),
    PageDown: () => move(Math.min(items().length - 1, index() + 8)),
    PageUp: () => move(Math.max(0, index() - 8)),
    Home: () => move(0),
    End: () => move(items().length - 1),
    Enter: () => choose(active()),
    Tab: openActs,
    Escape: back,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Backspace' && query() === '' && subject()) back();
    else if (command && event.key.toLowerCase() === 'k') closePalette();
    else if (command && event.key === 'n') move(index() + 1);
    else if (command && event.key === 'p') move(index() - 1);
    else if (!command && !event.altKey && keys[event.key]) keys[event.key]?.();
    else return;
    event.preventDefault();
  };
  onMount(() => {
    const opener = document.activeElement;
    dialog.showModal();
    input.focus();
    onCleanup(() => {
      if (dialog.open) dialog.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    });
  });

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={say('palette.label')}
      on:keydown={onKeyDown}
      onCancel={(event) => event.preventDefault()}
      onClick={(event) => event.target === dialog && closePalette()}
    >
      <div class="palette-frame">
        <div class="palette-field">
          <Show when={subject()}>{(about) => <span class="palette-subject truncate">{about().title}</span>}</Show>
          <input
            ref={input}
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            maxlength={100}
            aria-label={say('palette.label')}
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls={LIST_ID}
            aria-activedescendant={active() ? `${LIST_ID}-${index()}` : undefined}
            placeholder={say(subject() ? 'palette.hintActs' : 'palette.hint')}
            value={query()}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setChosen(undefined);
            }}
          />
        </div>
        <PaletteList
          id={LIST_ID}
          groups={groups()}
          active={active()}
          query={query()}
          onPoint={(item) => setChosen(item.id)}
          onChoose={choose}
        />
        <Show when={items().length === 0}>
          <p class="palette-none">{search.searching() ? say('palette.searching') : say('palette.none')}</p>
        </Show>
        <Show when={search.failed()}>
          <p class="palette-none" role="alert">
            {say('palette.failed')}
          </p>
        </Show>
        <footer class="palette-foot">
          <span>↑↓ {say('palette.foot.move')}</span>
          <span>⏎ {say('palette.foot.open')}</span>
          <Show when={active()?.acts && !subject()}>
            <span>Tab {say('palette.foot.acts')}</span>
          </Show>
          <span>Esc {say(subject() ? 'palette.foot.back' : 'close')}</span>
        </footer>
        <span class="visually-hidden" role="status">
          {search.searching() ? '' : sayCount('palette.count', items().length)}
        </span>
      </div>
    </dialog>
  );
}

function useObjectTools(): ObjectTools {
  const session = useSession();
  const navigate = useNavigate();
  const live = useLive();
  return {
    may: (permission) => session.permissions.includes(permission),
    go: (path) => navigate(path),
    send: (kind, id, command) => live.sendCommand(kind, id, command),
    told: (reply, done) =>
      showToast(reply.ok ? { tone: 'done', text: done } : { tone: 'trouble', text: sayProblem(reply) }),
    tenantId: session.tenantId,
  };
}
