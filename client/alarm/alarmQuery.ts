import { useSearchParams } from '@solidjs/router';
import { AlarmSeverity, AlarmState } from '#shared/alarm/values.ts';
import { AlarmSort, type AlarmFilter } from '#shared/alarm/view.ts';

/** What the list shows, wholly from the address, so that a link shows a colleague the same. */
export interface AlarmQuery {
  filter(): AlarmFilter;
  sort(): AlarmSort;
  /** The alarm whose panel is open. */
  peeked(): string | undefined;
  /** Whether anything narrows the list. */
  narrowed(): boolean;
  change(part: Partial<AlarmFilter>): void;
  sortBy(sort: AlarmSort): void;
  peek(id: string | undefined): void;
  clear(): void;
  /** Filter and sorting as the address has them, to be saved and handed on. */
  text(): string;
  /** Puts such a text into the address. */
  open(text: string): void;
}

/** What of the address belongs to a saved view. */
const saved = ['severity', 'state', 'q', 'mine', 'sort'] as const;

export function useAlarmQuery(): AlarmQuery {
  const [params, setParams] = useSearchParams();
  const filter = (): AlarmFilter => ({
    severities: listed(params['severity']).flatMap((name) => AlarmSeverity.safeParse(name).data ?? []),
    states: listed(params['state']).flatMap((name) => AlarmState.safeParse(name).data ?? []),
    text: single(params['q']).slice(0, 100),
    mine: single(params['mine']) === '1',
  });
  const replace = { replace: true } as const;
  return {
    filter,
    sort: () => AlarmSort.safeParse(single(params['sort'])).data ?? 'severity',
    peeked: () => single(params['alarm']) || undefined,
    narrowed: () => {
      const { severities, states, text, mine } = filter();
      return severities.length > 0 || states.length > 0 || text !== '' || mine;
    },
    change: (part) =>
      setParams(
        {
          ...(part.severities && { severity: part.severities.join(',') || null }),
          ...(part.states && { state: part.states.join(',') || null }),
          ...(part.text !== undefined && { q: part.text || null }),
          ...(part.mine !== undefined && { mine: part.mine ? '1' : null }),
        },
        replace,
      ),
    sortBy: (sort) => setParams({ sort: sort === 'severity' ? null : sort }, replace),
    peek: (id) => setParams({ alarm: id ?? null }, replace),
    clear: () => setParams({ severity: null, state: null, q: null, mine: null }, replace),
    text: () =>
      new URLSearchParams(
        saved.flatMap((name) => (single(params[name]) ? [[name, single(params[name])]] : [])),
      ).toString(),
    open: (text) => {
      const wanted = new URLSearchParams(text);
      setParams(Object.fromEntries(saved.map((name) => [name, wanted.get(name)])), replace);
    },
  };
}

function single(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function listed(value: string | string[] | undefined): string[] {
  return single(value).split(',').filter(Boolean);
}
