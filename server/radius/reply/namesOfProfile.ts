export interface ProfileNames {
  /** For what the customer sends, and for what the customer receives. */
  readonly up: string;
  readonly down: string;
  /** The same for both. */
  readonly isOne: boolean;
  /** Of routing: a domain, a context, a VRF. */
  readonly domain?: string;
}

/**
 * What the router profile of a package says to routers that tell directions and domains apart: `name`, `up/down`, either
 * with `@domain` behind it, or `@domain` alone.
 */
export function namesOfProfile(routerProfile: string | undefined): Partial<ProfileNames> {
  if (routerProfile === undefined) return {};
  const at = routerProfile.lastIndexOf('@');
  const names = at < 0 ? routerProfile : routerProfile.slice(0, at);
  const domain = at < 0 ? undefined : routerProfile.slice(at + 1).trim() || undefined;
  const [first, second] = halves(names.trim());
  return {
    ...(first !== '' && { up: first, down: second, isOne: first === second }),
    ...(domain !== undefined && { domain }),
  };
}

function halves(names: string): readonly [up: string, down: string] {
  const cut = names.indexOf('/');
  if (cut <= 0 || cut === names.length - 1) return [names, names];
  return [names.slice(0, cut).trim(), names.slice(cut + 1).trim()];
}
