import { useSearchParams } from '@solidjs/router';
import { CustomerSort } from '#shared/customer/list.ts';
import { BranchId } from '#shared/values/ids.ts';

export interface CustomerQuery {
  text(): string;
  branch(): BranchId | undefined;
  labels(): readonly string[];
  archived(): boolean;
  sort(): CustomerSort;
  narrowed(): boolean;
  /** As the server takes it, without the place of the page. */
  address(): string;
  change(part: { text?: string; branch?: string; labels?: readonly string[]; archived?: boolean }): void;
  sortBy(sort: CustomerSort): void;
  clear(): void;
}

/** What narrows and orders the list of customers; it stands in the address and can be shared. */
export function useCustomerQuery(): CustomerQuery {
  const [params, setParams] = useSearchParams();
  const replace = { replace: true } as const;
  const one = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const text = (): string => one('text').slice(0, 100);
  const branch = (): BranchId | undefined => BranchId.safeParse(one('branch')).data;
  const labels = (): readonly string[] => one('labels').split(',').filter(Boolean).slice(0, 10);
  const archived = (): boolean => one('archived') === 'true';
  const sort = (): CustomerSort => CustomerSort.catch('name').parse(one('sort') || 'name');
  const address = (): string => {
    const query = new URLSearchParams({ text: text(), sort: sort(), archived: String(archived()) });
    const chosen = branch();
    if (chosen) query.append('branches', chosen);
    for (const label of labels()) query.append('labels', label);
    return query.toString();
  };
  return {
    ...{ text, branch, labels, archived, sort, address },
    narrowed: () => text() !== '' || branch() !== undefined || labels().length > 0 || archived(),
    change: (part) =>
      setParams(
        {
          ...(part.text === undefined ? {} : { text: part.text || undefined }),
          ...(part.branch === undefined ? {} : { branch: part.branch || undefined }),
          ...(part.labels === undefined ? {} : { labels: part.labels.join(',') || undefined }),
          ...(part.archived === undefined ? {} : { archived: part.archived ? 'true' : undefined }),
        },
        replace,
      ),
    sortBy: (to) => setParams({ sort: to === 'name' ? undefined : to }, replace),
    clear: () => setParams({ text: undefined, branch: undefined, labels: undefined, archived: undefined }, replace),
  };
}
