import { onCleanup, onMount, type JSX } from 'solid-js';
import { followAnchor } from '../floating.ts';
import '../popover.css';

/** The list under a combobox, in the top layer so that no dialog or panel cuts it off. */
export function OptionList(props: {
  id: string;
  anchor: HTMLElement;
  label: string | undefined;
  children: JSX.Element;
}): JSX.Element {
  let list!: HTMLDivElement;
  onMount(() => {
    list.showPopover?.();
    onCleanup(followAnchor(props.anchor, list, { align: 'start', side: 'below', stretch: true }));
  });
  return (
    <div
      ref={list}
      id={props.id}
      class="popover option-list"
      popover="manual"
      role="listbox"
      aria-label={props.label ?? props.anchor.getAttribute('aria-label') ?? props.id}
    >
      {props.children}
    </div>
  );
}
