import { SessionAccess, type SessionFilter, SessionSort } from '#shared/session/view.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';
import { useAddressParams } from '../ui/addressParams.ts';

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

const narrowing = ['text', 'router', 'branch', 'access', 'state'] as const;

/** What narrows and orders the list of sessions; it stands in the address and can be shared. */
export function useSessionQuery(): SessionQuery {
  const params = useAddressParams();
  return {
    filter: () => ({
      text: params.text('text').slice(0, 100),
      routers: params.list('router').flatMap((id) => ActorId.safeParse(id).data ?? []),
      branches: params.list('branch').flatMap((id) => BranchId.safeParse(id).data ?? []),
      access: params.list('access').flatMap((access) => SessionAccess.safeParse(access).data ?? []),
      state: (['unknown', 'known'] as const).find((state) => state === params.text('state')) ?? 'all',
    }),
    sort: () => SessionSort.catch('latest').parse(params.text('sort') || 'latest'),
    peeked: () => params.text('session') || undefined,
    narrowed: () => params.any(...narrowing),
    change: ({ text, routers, branches, access, state }) =>
      params.put({ text, router: routers, branch: branches, access, state: state === 'all' ? '' : state }),
    sortBy: (sort) => params.put({ sort: sort === 'latest' ? '' : sort }),
    peek: (session) => params.put({ session: session ?? '' }),
    clear: () => params.remove(...narrowing),
  };
}
