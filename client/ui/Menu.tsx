import { createEffect, createSignal, createUniqueId, onCleanup, Show, type JSX } from 'solid-js';
import { followAnchor } from './floating.ts';
import './menu.css';

/** A button that opens a short list of acts. Arrow keys move, Escape closes and gives the focus back. */
export function Menu(props: { label: JSX.Element; title: string; children: JSX.Element; class?: string }): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let root!: HTMLDivElement;
  let trigger!: HTMLButtonElement;

  const items = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const move = (step: number): void => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  const close = (): void => {
    setOpen(false);
    trigger.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open()) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onOutside = (event: PointerEvent): void => {
    if (event.target instanceof Node && !root.contains(event.target)) setOpen(false);
  };
  document.addEventListener('pointerdown', onOutside);
  onCleanup(() => document.removeEventListener('pointerdown', onOutside));

  return (
    <div class="menu" ref={root} on:keydown={onKeyDown}>
      <button
        type="button"
        ref={trigger}
        class={`menu-trigger ${props.class ?? ''}`}
        title={props.title}
        aria-haspopup="menu"
        aria-expanded={open()}
        aria-controls={id}
        onClick={() => {
          setOpen(!open());
          if (open()) queueMicrotask(() => items()[0]?.focus());
        }}
      >
        {props.label}
      </button>
      <Show when={open()}>
        <MenuList id={id} title={props.title} anchor={trigger} onClose={() => setOpen(false)}>
          {props.children}
        </MenuList>
      </Show>
    </div>
  );
}

function MenuList(props: {
  id: string;
  title: string;
  anchor: HTMLElement;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  let list!: HTMLDivElement;
  createEffect(() => {
    // The top layer is cut off by nothing: bars scroll sideways on phones.
    list.showPopover?.();
    onCleanup(followAnchor(props.anchor, list, { align: 'end', side: 'below' }));
  });
  return (
    <div
      ref={list}
      id={props.id}
      class="menu-list"
      popover="manual"
      role="menu"
      aria-label={props.title}
      onClick={() => props.onClose()}
    >
      {props.children}
    </div>
  );
}
