import { useSearchParams } from '@solidjs/router';
import { SubscriptionState } from '#shared/subscription/values.ts';
import { type SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';

export interface SubscriptionQuery {
  filter(): SubscriptionFilter;
  sort(): SubscriptionSort;
  /** `after` of the page that is shown; undefined: the first. */
  page(): string | undefined;
  narrowed(): boolean;
  /** `online: undefined` takes that narrowing off. */
  change(part: Partial<Omit<SubscriptionFilter, 'online'>> & { online?: boolean | undefined }): void;
  sortBy(sort: SubscriptionSort): void;
  goTo(page: string | undefined): void;
  clear(): void;
}

/** What narrows and orders the list, and where in it one is; it stands in the address and can be shared. */
export function useSubscriptionQuery(): SubscriptionQuery {
  const [params, setParams] = useSearchParams();
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const list = (name: string): string[] => text(name).split(',').filter(Boolean);
  const narrowing = ['text', 'state', 'package', 'branch', 'online'] as const;
  return {
    filter: () => ({
      text: text('text').slice(0, 100),
      states: list('state').flatMap((state) => SubscriptionState.safeParse(state).data ?? []),
      packages: list('package').flatMap((id) => ActorId.safeParse(id).data ?? []),
      branches: list('branch').flatMap((id) => BranchId.safeParse(id).data ?? []),
      accessTypes: [],
      ...(text('online') === '' ? {} : { online: text('online') === 'yes' }),
    }),
    sort: () => SubscriptionSort.catch('newest').parse(text('sort') || 'newest'),
    page: () => text('after') || undefined,
    narrowed: () => narrowing.some((name) => text(name) !== ''),
    change: (part) => {
      const { text: words, states, packages, branches, online } = part;
      setParams(
        {
          after: undefined,
          ...(words === undefined ? {} : { text: words || undefined }),
          ...(states === undefined ? {} : { state: states.join(',') || undefined }),
          ...(packages === undefined ? {} : { package: packages.join(',') || undefined }),
          ...(branches === undefined ? {} : { branch: branches.join(',') || undefined }),
          ...('online' in part ? { online: online === undefined ? undefined : online ? 'yes' : 'no' } : {}),
        },
        { replace: true },
      );
    },
    sortBy: (sort) => setParams({ sort: sort === 'newest' ? undefined : sort, after: undefined }, { replace: true }),
    goTo: (after) => setParams({ after }),
    clear: () =>
      setParams(
        {
          text: undefined,
          state: undefined,
          package: undefined,
          branch: undefined,
          online: undefined,
          after: undefined,
        },
        { replace: true },
      ),
  };
}
