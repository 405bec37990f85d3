import { createSignal, For, onMount, Show, type JSX } from 'solid-js';
import { say } from '../../words/words.ts';
import { Button } from '../Button.tsx';
import { Glyph } from '../Glyph.tsx';
import { IconButton } from '../IconButton.tsx';
import { Popover } from '../Popover.tsx';
import { showToast } from '../toasts.ts';
import type { TableModel } from './createTable.ts';
import type { SavedViewEntry, SavedViewsPort } from './savedViewsPort.ts';
import '../form/form.css';
import '../menu.css';
import './table.css';

interface SavedViewsProps<Row> {
  readonly table: TableModel<Row>;
  readonly port: SavedViewsPort;
  /** Filter and sorting as the address has them, without what is merely open (a panel). */
  readonly query: string;
  /** Puts a query into the address. */
  readonly onApply: (query: string) => void;
}

/** Named filter, sorting and columns of a list: one's own and those shared with everybody. */
export function SavedViews<Row>(props: SavedViewsProps<Row>): JSX.Element {
  return (
    <Popover label={<Glyph name="bookmark" />} title={say('ui.savedViews')} class="icon-button">
      {(close) => <SavedViewList {...props} onClose={close} />}
    </Popover>
  );
}

function SavedViewList<Row>(props: SavedViewsProps<Row> & { onClose: () => void }): JSX.Element {
  const { layout, options } = props.table;
  // Not a resource: a suspended screen would be taken out of the page for the time, and close its popovers.
  const [views, setViews] = createSignal<readonly SavedViewEntry[]>();
  const [trouble, setTrouble] = createSignal<string>();
  const load = async (): Promise<void> => {
    try {
      setViews(await props.port.list(options.name));
      setTrouble(undefined);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  onMount(() => void load());
  const [name, setName] = createSignal('');
  const [shared, setShared] = createSignal(false);
  const [pending, setPending] = createSignal(false);
  const known = (): readonly SavedViewEntry[] => views() ?? [];
  const replaces = (): boolean => known().some((view) => view.own && view.name === name().trim());
  const apply = (view: SavedViewEntry): void => {
    props.onApply(view.state.query);
    layout.choose(view.state.columns);
    props.onClose();
  };
  const attempt = async (act: () => Promise<void>, done: string): Promise<void> => {
    setPending(true);
    try {
      await act();
      showToast({ tone: 'done', text: done });
      await load();
    } catch (error) {
      showToast({ tone: 'trouble', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setPending(false);
    }
  };
  const save = async (): Promise<void> => {
    const wanted = name().trim();
    if (wanted === '') return;
    const state = { query: props.query, columns: layout.chosen() };
    await attempt(
      () => props.port.save({ screen: options.name, name: wanted, shared: shared(), state }),
      say('ui.savedViews.saved', { name: wanted }),
    );
    setName('');
  };
  return (
    <div class="saved-views">
      <p class="menu-section">{say('ui.savedViews')}</p>
      <Show when={trouble()}>{(why) => <p class="field-error">{why()}</p>}</Show>
      <For
        each={known()}
        fallback={
          <p class="faint saved-none">
            {say(
              views() === undefined && trouble() === undefined
                ? 'loading'
                : trouble() === undefined
                  ? 'ui.savedViews.none'
                  : 'ui.savedViews',
            )}
          </p>
        }
      >
        {(view) => (
          <div class="saved-view">
            <button
              type="button"
              class="menu-item"
              aria-current={view.state.query === props.query ? 'true' : undefined}
              onClick={() => apply(view)}
            >
              <span class="truncate">{view.name}</span>
              <Show when={!view.own}>
                <span class="faint">{say('ui.savedViews.by', { name: view.ownerName })}</span>
              </Show>
            </button>
            <Show when={view.own}>
              <IconButton
                glyph="trash"
                label={say('ui.savedViews.remove', { name: view.name })}
                disabled={pending()}
                onClick={() =>
                  void attempt(() => props.port.remove(view.id), say('ui.savedViews.removed', { name: view.name }))
                }
              />
            </Show>
          </div>
        )}
      </For>
      <form
        class="saved-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label class="field">
          <span>{say('ui.savedViews.name')}</span>
          <input
            value={name()}
            maxlength={60}
            autocomplete="off"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            class="checkbox"
            checked={shared()}
            onChange={({ currentTarget }) => setShared(currentTarget.checked)}
          />
          {say('ui.savedViews.shared')}
        </label>
        <Button type="submit" look="primary" pending={pending()} disabled={name().trim() === ''}>
          {say(replaces() ? 'ui.savedViews.replace' : 'ui.savedViews.save')}
        </Button>
      </form>
    </div>
  );
}
