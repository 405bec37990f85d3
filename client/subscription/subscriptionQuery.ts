import { SubscriptionState } from '#shared/subscription/values.ts';
import { type SubscriptionFilter, SubscriptionSort } from '#shared/subscription/view.ts';
import { ActorId, BranchId } from '#shared/values/ids.ts';
import { useAddressParams } from '../ui/addressParams.ts';

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

const narrowing = ['text', 'state', 'package', 'branch', 'online'] as const;

/** What narrows and orders the list, and where in it one is; it stands in the address and can be shared. */
export function useSubscriptionQuery(): SubscriptionQuery {
  const params = useAddressParams();
  return {
    filter: () => ({
      text: params.text('text').slice(0, 100),
      states: params.list('state').flatMap((state) => SubscriptionState.safeParse(state).data ?? []),
      packages: params.list('package').flatMap((id) => ActorId.safeParse(id).data ?? []),
      branches: params.list('branch').flatMap((id) => BranchId.safeParse(id).data ?? []),
      accessTypes: [],
      ...(params.text('online') === '' ? {} : { online: params.text('online') === 'yes' }),
    }),
    sort: () => SubscriptionSort.catch('newest').parse(params.text('sort') || 'newest'),
    page: () => params.text('after') || undefined,
    narrowed: () => params.any(...narrowing),
    change: (part) => {
      const { text, states, packages, branches } = part;
      const online = part.online === undefined ? '' : part.online ? 'yes' : 'no';
      const values = { text, state: states, package: packages, branch: branches, after: '' };
      params.put('online' in part ? { ...values, online } : values);
    },
    sortBy: (sort) => params.put({ sort: sort === 'newest' ? '' : sort, after: '' }),
    goTo: (after) => params.go({ after: after ?? '' }),
    clear: () => params.remove(...narrowing, 'after'),
  };
}
