import { useSearchParams } from '@solidjs/router';

/** What of a screen's state stands in its address. */
export interface AddressParams {
  /** Empty when it is not there. */
  text(name: string): string;
  /** Values are told apart by commas. */
  list(name: string): readonly string[];
  any(...names: readonly string[]): boolean;
  /** In the same step of the browser's history. What is empty is taken out, what is undefined stays as it is. */
  put(values: Readonly<Record<string, string | readonly string[] | undefined>>): void;
  /** The same as a step one can go back from. */
  go(values: Readonly<Record<string, string | readonly string[] | undefined>>): void;
  remove(...names: readonly string[]): void;
}

type Values = Parameters<AddressParams['put']>[0];

export function useAddressParams(): AddressParams {
  const [params, setParams] = useSearchParams();
  const text = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  return {
    text,
    list: (name) => text(name).split(',').filter(Boolean),
    any: (...names) => names.some((name) => text(name) !== ''),
    put: (values) => setParams(asAddress(values), { replace: true }),
    go: (values) => setParams(asAddress(values)),
    remove: (...names) => setParams(Object.fromEntries(names.map((name) => [name, undefined])), { replace: true }),
  };
}

function asAddress(values: Values): Record<string, string | undefined> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value) || undefined]));
}
