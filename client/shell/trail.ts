import { createEffect, createSignal, onCleanup } from 'solid-js';

export interface Crumb {
  readonly label: string;
  /** Absent on the page one is on. */
  readonly href?: string;
}

const [trail, setTrail] = createSignal<readonly Crumb[]>([]);
export { trail };

/** A screen says where it is: breadcrumb and window title. */
export function useTrail(crumbs: () => readonly Crumb[]): void {
  createEffect(() => {
    setTrail(crumbs());
    document.title = `${crumbs().at(-1)?.label ?? ''} · Lastmile`;
  });
  onCleanup(() => setTrail([]));
}
