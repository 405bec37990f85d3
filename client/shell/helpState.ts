import { createSignal } from 'solid-js';

const [open, setOpen] = createSignal(false);
export { open as helpOpen };

export function openHelp(): void {
  setOpen(true);
}

export function closeHelp(): void {
  setOpen(false);
}
