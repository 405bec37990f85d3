import { createEffect, createSignal, createUniqueId, onCleanup, Show, type JSX } from 'solid-js';
import { followAnchor, type Placement } from './floating.ts';
import './popover.css';

/** A button that opens a small panel with anything in it. Escape or a press outside closes it. */
export function Popover(props: {
  label: JSX.Element;
  title: string;
  class?: string;
  align?: Placement['align'];
  children: JSX.Element | ((close: () => void) => JSX.Element);
}): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let trigger!: HTMLButtonElement;
  const close = (): void => {
    setOpen(false);
    trigger.focus();
  };
  return (
    <>
      <button
        ref={trigger}
        type="button"
        class={props.class ?? 'button plain'}
        title={props.title}
        aria-label={props.title}
        aria-haspopup="dialog"
        aria-expanded={open()}
        aria-controls={open() ? id : undefined}
        onClick={() => setOpen(!open())}
      >
        {props.label}
      </button>
      <Show when={open()}>
        <PopoverPanel
          id={id}
          title={props.title}
          anchor={trigger}
          align={props.align ?? 'end'}
          onClose={(byKey) => (byKey ? close() : setOpen(false))}
        >
          {typeof props.children === 'function' ? props.children(close) : props.children}
        </PopoverPanel>
      </Show>
    </>
  );
}

function PopoverPanel(props: {
  id: string;
  title: string;
  anchor: HTMLElement;
  align: Placement['align'];
  onClose: (byKey: boolean) => void;
  children: JSX.Element;
}): JSX.Element {
  let panel!: HTMLDivElement;
  createEffect(() => {
    // The top layer lies above dialogs and is cut off by nothing.
    panel.showPopover?.();
    onCleanup(followAnchor(props.anchor, panel, { align: props.align, side: 'below' }));
    panel.querySelector<HTMLElement>('input, button, select, textarea, a')?.focus();
  });
  const outside = (event: PointerEvent): void => {
    const target = event.target;
    if (target instanceof Node && !panel.contains(target) && !props.anchor.contains(target)) props.onClose(false);
  };
  document.addEventListener('pointerdown', outside);
  onCleanup(() => document.removeEventListener('pointerdown', outside));
  return (
    <div
      ref={panel}
      id={props.id}
      class="popover"
      popover="manual"
      role="dialog"
      aria-label={props.title}
      on:keydown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') props.onClose(true);
      }}
    >
      {props.children}
    </div>
  );
}
