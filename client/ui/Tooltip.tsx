import { createSignal, createUniqueId, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { followAnchor } from './floating.ts';
import './tooltip.css';

/**
 * A few words about what is inside: on hover, on keyboard focus, and by a tap on phones. Its child is what is
 * described; when that can't take the focus itself, the wrapper does.
 */
export function Tooltip(props: { text: string; children: JSX.Element; focusable?: boolean }): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let anchor!: HTMLSpanElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => setOpen(true), afterMs);
  };
  const hide = (): void => {
    clearTimeout(timer);
    setOpen(false);
  };
  onCleanup(() => clearTimeout(timer));
  return (
    <span
      ref={anchor}
      class="tooltip-anchor"
      tabIndex={props.focusable === true ? 0 : undefined}
      role={props.focusable === true ? 'note' : undefined}
      aria-describedby={open() ? id : undefined}
      aria-label={props.focusable === true ? props.text : undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && show(350)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && hide()}
      onClick={() => (open() ? hide() : setOpen(true))}
      onFocusIn={(event) => event.target.matches(':focus-visible') && show(0)}
      onFocusOut={hide}
      on:keydown={(event) => {
        if (event.key !== 'Escape' || !open()) return;
        event.stopPropagation();
        hide();
      }}
    >
      {props.children}
      <Show when={open()}>
        <TooltipBubble id={id} anchor={anchor} text={props.text} />
      </Show>
    </span>
  );
}

function TooltipBubble(props: { id: string; anchor: HTMLElement; text: string }): JSX.Element {
  let bubble!: HTMLSpanElement;
  onMount(() => {
    bubble.showPopover?.();
    onCleanup(followAnchor(props.anchor, bubble, { align: 'middle', side: 'above' }));
  });
  return (
    <span ref={bubble} id={props.id} class="tooltip" role="tooltip" popover="manual">
      {props.text}
    </span>
  );
}
