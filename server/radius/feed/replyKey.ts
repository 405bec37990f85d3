import { z } from 'zod';
import { AccessType } from '#shared/package/values.ts';
import { ActorId } from '#shared/values/ids.ts';

/** Which reply a policy gets, as its feature says it. Policies that differ in nothing that stands in an Accept name the same. */
export interface ReplyKey {
  readonly packageId: ActorId;
  /** fup: the package's rates beyond its quota. */
  readonly tier: 'full' | 'fup';
  /** Index into the package's profiles; absent: its plain rates. */
  readonly profile?: number | undefined;
  /** Stands above tier and profile. */
  readonly override?: { readonly downBps: number; readonly upBps: number } | undefined;
  /** The walled garden in place of the service. */
  readonly garden: boolean;
}

/** With the way of access, which the reply depends on as well. */
export interface TemplateKey extends ReplyKey {
  readonly accessType: AccessType;
}

/** Equal for equal keys of a tenant; begins with the package's id. */
export function templateText({ packageId, accessType, tier, profile, override, garden }: TemplateKey): string {
  if (garden) return `${packageId}/${accessType}/garden`;
  if (override) return `${packageId}/${accessType}/rates:${override.downBps}:${override.upBps}`;
  return `${packageId}/${accessType}/${tier}${profile === undefined ? '' : `:${profile}`}`;
}

const Text = z.tuple([ActorId, AccessType, z.string()]);

/** The key of a text; undefined for one of another version of this product. */
export function templateKeyIn(text: string): TemplateKey | undefined {
  const parsed = Text.safeParse(text.split('/'));
  if (!parsed.success) return undefined;
  const [packageId, accessType, what] = parsed.data;
  const key = { packageId, accessType, tier: 'full', garden: false } as const;
  if (what === 'garden') return { ...key, garden: true };
  const [name, ...figures] = what.split(':');
  const [first, second] = figures.map(Number);
  if (name === 'rates' && first !== undefined && second !== undefined)
    return { ...key, override: { downBps: first, upBps: second } };
  if (name !== 'full' && name !== 'fup') return undefined;
  return { ...key, tier: name, ...(first === undefined ? {} : { profile: first }) };
}
