import type { ActorId, TenantId } from '#shared/values/ids.ts';

/** Where a line is in. */
export interface OnlineLine {
  readonly since: number;
  readonly nasId: ActorId;
  readonly nasName: string | undefined;
  /** Of the router; null: of no branch. Undefined: the router is gone. */
  readonly nasBranch: string | null | undefined;
  readonly username: string;
  readonly access: 'pppoe' | 'hotspot' | 'ipoe' | 'static' | undefined;
  readonly address: string | undefined;
  /** Its router is not reached: whether it is still in is not known since then. */
  readonly unknownSince: number | undefined;
  /** How many sessions it has at once. */
  readonly sessions: number;
}

/** Which lines are in, as routers report it; from the part of the product that loads their reports. */
export interface OnlineLines {
  lineOf(tenant: TenantId, id: ActorId): OnlineLine | undefined;
  /** Everybody who is in; vouchers may be among them. */
  all(tenant: TenantId): Iterable<string>;
  /** The same, who came in latest first; of now or of a moment ago. */
  latestFirst(tenant: TenantId): readonly { readonly id: string; readonly since: number }[];
  /** Told lines that came, went or are elsewhere. Answers how to stop it. */
  onChange(tenant: TenantId, listener: (ids: ReadonlySet<string>) => void): () => void;
}

/** While nothing reports. */
export const nobodyOnline: OnlineLines = {
  lineOf: () => undefined,
  all: () => [],
  latestFirst: () => [],
  onChange: () => () => undefined,
};
