import type { Clock } from '#actors/system/clock.ts';
import { canonicalJson } from '#shared/values/canonicalJson.ts';
import type { Frame } from '#shared/wire/downstream.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import type { LiveLimits } from './liveLimits.ts';
import { SharedView } from './sharedView.ts';
import type { Audience, ViewSource } from './viewSource.ts';

export interface SharedViewsOptions {
  /** Of this server start; begins every epoch. */
  readonly boot: string;
  readonly clock: Clock;
  readonly limits: LiveLimits;
  readonly broadcast: (frame: Frame, waitedMs: number) => void;
  /** The view could not be read and is closed; its subscribers must be told. */
  readonly failed: (view: SharedView, error: unknown) => void;
}

interface Entry {
  readonly key: string;
  readonly opening: Promise<SharedView>;
  view?: SharedView;
  closing?: unknown;
}

/** One key per set of people who see the same fields of the same rows in the same window. */
export function sharedViewKey(audience: Audience, request: ViewRequest): string {
  const { tenant, permissionClass, scope } = audience;
  return canonicalJson([tenant, permissionClass, scope, request]);
}

/** Opens each shared view once, keeps it for a while after its last subscriber, then closes it. */
export class SharedViews {
  readonly #options: SharedViewsOptions;
  readonly #entries = new Map<string, Entry>();
  /** In the order in which they were left. */
  readonly #idle = new Set<Entry>();
  readonly #byView = new WeakMap<SharedView, Entry>();
  #opened = 0;
  #stopped = false;

  constructor(options: SharedViewsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Rejects when the source can't open it. The caller subscribes to the view in the same turn, or lets it go. */
  async get(source: ViewSource, audience: Audience, request: ViewRequest): Promise<SharedView> {
    if (this.#stopped) throw new Error('the live server has stopped');
    const key = sharedViewKey(audience, request);
    const entry = this.#entries.get(key) ?? this.#open(key, source, audience, request);
    return entry.opening;
  }

  subscribe(view: SharedView): void {
    const entry = this.#byView.get(view);
    if (entry) this.#keep(entry);
    view.addSubscriber();
  }

  unsubscribe(view: SharedView): void {
    view.removeSubscriber();
    const entry = this.#byView.get(view);
    if (entry && view.subscribers === 0 && !view.closed) this.#leave(entry);
  }

  closeAll(): void {
    this.#stopped = true;
    for (const entry of this.#entries.values()) this.#close(entry);
  }

  #open(key: string, source: ViewSource, audience: Audience, request: ViewRequest): Entry {
    const entry: Entry = { key, opening: this.#openView(key, source, audience, request) };
    this.#entries.set(key, entry);
    entry.opening.then(
      (view) => {
        entry.view = view;
        this.#byView.set(view, entry);
        if (this.#stopped) this.#close(entry);
        else if (view.subscribers === 0) this.#leave(entry);
      },
      () => this.#forget(entry),
    );
    return entry;
  }

  async #openView(key: string, source: ViewSource, audience: Audience, request: ViewRequest): Promise<SharedView> {
    const { boot, clock, limits, broadcast } = this.#options;
    this.#opened += 1;
    const epoch = `${boot}.${this.#opened.toString(36)}`;
    let view: SharedView | undefined;
    // What changes before the view exists is part of its first reading.
    const opened = await source.open(audience, request, () => view?.changed());
    try {
      view = new SharedView(opened, { epoch, clock, limits, broadcast, failed: (error) => this.#failed(key, error) });
      return view;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  #failed(key: string, error: unknown): void {
    const entry = this.#entries.get(key);
    if (!entry?.view) return;
    this.#close(entry);
    this.#options.failed(entry.view, error);
  }

  #keep(entry: Entry): void {
    this.#options.clock.clearTimeout(entry.closing);
    this.#idle.delete(entry);
  }

  #leave(entry: Entry): void {
    this.#keep(entry);
    this.#idle.add(entry);
    entry.closing = this.#options.clock.setTimeout(() => this.#close(entry), this.#options.limits.ringMs);
    const [oldest] = this.#idle;
    if (oldest && this.#idle.size > this.#options.limits.idleViews) this.#close(oldest);
  }

  #close(entry: Entry): void {
    this.#keep(entry);
    this.#forget(entry);
    entry.view?.close();
  }

  #forget(entry: Entry): void {
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
  }
}
