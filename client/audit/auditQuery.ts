import { useSearchParams } from '@solidjs/router';

/** What narrows the log; all of it stands in the address, so that a finding can be shared. */
export interface AuditFilter {
  readonly by: 'people' | 'system' | 'all';
  readonly user: string | undefined;
  readonly kind: string | undefined;
  readonly id: string | undefined;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface AuditQuery {
  filter(): AuditFilter;
  change(part: Partial<AuditFilter>): void;
  narrowed(): boolean;
  clear(): void;
  peeked(): number | undefined;
  peek(position: number | undefined): void;
}

const names = ['by', 'user', 'kind', 'id', 'type', 'from', 'to', 'text'] as const;

export function useAuditQuery(): AuditQuery {
  const [params, setParams] = useSearchParams();
  const replace = { replace: true } as const;
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const filter = (): AuditFilter => ({
    by: text('by') === 'system' ? 'system' : text('by') === 'all' ? 'all' : 'people',
    user: text('user') || undefined,
    kind: text('kind') || undefined,
    id: text('id') || undefined,
    type: text('type'),
    from: text('from'),
    to: text('to'),
    text: text('text'),
  });
  return {
    filter,
    change: (part) =>
      setParams({ ...part, ...(part.by === 'people' ? { by: undefined } : {}), event: undefined }, replace),
    narrowed: () => names.some((name) => text(name) !== ''),
    clear: () =>
      setParams({ ...Object.fromEntries(names.map((name) => [name, undefined])), event: undefined }, replace),
    peeked: () => (text('event') === '' ? undefined : Number(text('event'))),
    peek: (position) => setParams({ event: position }, replace),
  };
}
