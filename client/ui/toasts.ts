import { createStore } from 'solid-js/store';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'trouble';
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const SHOWN_MS = 7_000;
/** More would cover the list they are about; the oldest makes room. */
const MOST = 3;

const [toasts, setToasts] = createStore<{ list: Toast[] }>({ list: [] });
let lastId = 0;

export function shownToasts(): readonly Toast[] {
  return toasts.list;
}

/** Says what was done, with its undo where there is one; troubles stay twice as long. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  const id = lastId;
  setToasts('list', (list) => [...list.slice(-(MOST - 1)), { ...toast, id }]);
  setTimeout(() => dismissToast(id), toast.tone === 'trouble' ? SHOWN_MS * 2 : SHOWN_MS);
  return id;
}

export function dismissToast(id: number): void {
  setToasts('list', (list) => list.filter((toast) => toast.id !== id));
}

/** Runs the newest toast's action (the undo key). Returns false when there is none. */
export function runNewestAction(): boolean {
  const newest = toasts.list.findLast((toast) => toast.action);
  if (!newest?.action) return false;
  newest.action.run();
  dismissToast(newest.id);
  return true;
}
