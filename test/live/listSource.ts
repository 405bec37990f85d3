import type { Subject } from '#server/platform/auth/subject.ts';
import type { Audience, OpenView, ViewContent, ViewSource } from '#server/platform/live/viewSource.ts';
import type { ViewRow } from '#shared/wire/downstream.ts';
import type { Refusal } from '#shared/wire/reply.ts';
import type { ViewRequest } from '#shared/wire/viewRequest.ts';
import { wireRefusal } from '#shared/wire/wireRefusals.ts';

type AlarmsRequest = Extract<ViewRequest, { view: 'alarms' }>;

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly rank: number;
  readonly branch: string;
  readonly text: string;
}

/** A list in memory behind the view `alarms`: windows, a text filter, branch scope, and people who may not look. */
export class ListSource implements ViewSource<AlarmsRequest> {
  readonly view = 'alarms';
  readonly items = new Map<string, Item>();
  /** Versions never go back, not even when an id comes back. */
  #version = 0;
  opened = 0;
  closed = 0;
  /** Thrown by the next readings. */
  failure: Error | undefined;
  readonly #changed = new Set<() => void>();

  put(id: string, change: Partial<Omit<Item, 'id' | 'version'>> = {}): void {
    const before = this.items.get(id) ?? { id, rank: 0, branch: 'west', text: '' };
    this.#version += 1;
    this.items.set(id, { ...before, ...change, version: this.#version });
    this.announce();
  }

  remove(id: string): void {
    this.items.delete(id);
    this.announce();
  }

  announce(): void {
    for (const changed of this.#changed) changed();
  }

  admit(subject: Subject, _request: AlarmsRequest): Audience | Refusal {
    if (!subject.permissions.has('alarm.view')) return wireRefusal('view/not-permitted');
    const scope = subject.branches === 'all' ? 'all' : [...subject.branches].toSorted().join(',');
    const permissionClass = subject.permissions.has('alarm.viewComments') ? 'full' : 'plain';
    return { tenant: subject.tenant, permissionClass, scope };
  }

  async open(audience: Audience, request: AlarmsRequest, changed: () => void): Promise<OpenView> {
    await new Promise(setImmediate);
    this.opened += 1;
    this.#changed.add(changed);
    return {
      read: () => this.read(audience, request),
      exists: (id) => this.items.has(id),
      close: () => {
        this.closed += 1;
        this.#changed.delete(changed);
      },
    };
  }

  /** What somebody of this audience should see. */
  read({ permissionClass, scope }: Pick<Audience, 'permissionClass' | 'scope'>, request: AlarmsRequest): ViewContent {
    if (this.failure) throw this.failure;
    const { filter, window } = request;
    const matching = [...this.items.values()]
      .filter((item) => scope === 'all' || scope.split(',').includes(item.branch))
      .filter((item) => item.text.includes(filter.text))
      .toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
    const rows = matching.slice(window.offset, window.offset + window.limit).map((item) => row(item, permissionClass));
    return { rows, total: matching.length };
  }
}

function row({ id, version, rank, branch, text }: Item, permissionClass: string): ViewRow {
  return { id, version, fields: permissionClass === 'full' ? { rank, branch, text } : { rank, branch } };
}

export function alarmsRequest(offset = 0, limit = 20, text = ''): AlarmsRequest {
  return {
    view: 'alarms',
    filter: { severities: [], states: [], text, mine: false },
    sort: 'newest',
    window: { offset, limit },
  };
}
