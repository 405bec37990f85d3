import { createSignal } from 'solid-js';

const [open, setOpen] = createSignal(false);
export { open as paletteOpen };

export function openPalette(): void {
  setOpen(true);
}

export function closePalette(): void {
  setOpen(false);
}
