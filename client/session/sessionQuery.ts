import { useSearchParams } from '@solidjs/router';
import { SessionAccess, type SessionFilter, SessionSort } from '#shared/session/view.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';

export interface SessionQuery {
  filter(): SessionFilter;
  sort(): SessionSort;
  peeked(): string | undefined;
  narrowed(): boolean;
  change(part: Partial<SessionFilter>): void;
  sortBy(sort: SessionSort): void;
  peek(id: string | undefined): void;
  clear(): void;
}

/** What narrows and orders the list of sessions; it stands in the address and can be shared. */
export function useSessionQuery(): SessionQuery {
  const [params, setParams] = useSearchParams();
  const replace = { replace: true } as const;
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const list = (name: string): string[] => text(name).split(',').filter(Boolean);
  const filter = (): SessionFilter => ({
    text: text('text').slice(0, 100),
    routers: list('router').flatMap((id) => ActorId.safeParse(id).data ?? []),
    branches: list('branch').flatMap((id) => BranchId.safeParse(id).data ?? []),
    access: list('access').flatMap((access) => SessionAccess.safeParse(access).data ?? []),
    state: text('state') === 'unknown' ? 'unknown' : text('state') === 'known' ? 'known' : 'all',
  });
  const given = (name: string, value: readonly string[] | undefined): Record<string, string | undefined> =>
    value === undefined ? {} : { [name]: value.join(',') || undefined };
  return {
    filter,
    sort: () => SessionSort.catch('latest').parse(text('sort') || 'latest'),
    peeked: () => text('session') || undefined,
    narrowed: () => ['text', 'router', 'branch', 'access', 'state'].some((name) => text(name) !== ''),
    change: ({ text: words, routers, branches, access, state }) =>
      setParams(
        {
          ...(words === undefined ? {} : { text: words || undefined }),
          ...given('router', routers),
          ...given('branch', branches),
          ...given('access', access),
          ...(state === undefined ? {} : { state: state === 'all' ? undefined : state }),
        },
        replace,
      ),
    sortBy: (sort) => setParams({ sort: sort === 'latest' ? undefined : sort }, replace),
    peek: (session) => setParams({ session }, replace),
    clear: () =>
      setParams(
        { text: undefined, router: undefined, branch: undefined, access: undefined, state: undefined },
        replace,
      ),
  };
}
