import { useSearchParams } from '@solidjs/router';
import { UserQuery } from '#shared/tenant/users.ts';

export type UserSort = UserQuery['sort'];

export interface PeopleQuery {
  readonly text: string;
  readonly roleId: string;
  readonly branchId: string;
  readonly state: '' | 'active' | 'disabled';
  readonly sort: UserSort;
}

export interface PeopleQueryModel {
  present(): PeopleQuery;
  /** The query string of `GET /api/users`, without offset and limit. */
  address(): string;
  change(part: Partial<PeopleQuery>): void;
  narrowed(): boolean;
  clear(): void;
  peeked(): string | undefined;
  peek(id: string | undefined): void;
}

const filters = ['text', 'roleId', 'branchId', 'state'] as const;

/** What narrows and orders the list of people; it stands in the address. */
export function usePeopleQuery(): PeopleQueryModel {
  const [params, setParams] = useSearchParams();
  const replace = { replace: true } as const;
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const state = (): PeopleQuery['state'] =>
    text('state') === 'active' ? 'active' : text('state') === 'disabled' ? 'disabled' : '';
  const present = (): PeopleQuery => ({
    text: text('text'),
    roleId: text('roleId'),
    branchId: text('branchId'),
    state: state(),
    sort: UserQuery.shape.sort.catch('name').parse(text('sort') || 'name'),
  });
  return {
    present,
    address: () => {
      const given = Object.entries(present()).filter(([, value]) => value !== '');
      return new URLSearchParams(given).toString();
    },
    change: (part) =>
      setParams(Object.fromEntries(Object.entries(part).map(([name, value]) => [name, value || undefined])), replace),
    narrowed: () => filters.some((name) => text(name) !== ''),
    clear: () => setParams(Object.fromEntries(filters.map((name) => [name, undefined])), replace),
    peeked: () => text('person') || undefined,
    peek: (person) => setParams({ person }, replace),
  };
}
