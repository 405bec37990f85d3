/** One router as the RADIUS process knows it. */
export interface RadiusNas {
  readonly tenantId: string;
  readonly nasId: string;
  /** Where its packets come from: radius_source, or its tunnel address. */
  readonly sources: readonly string[];
  /** With a source that several share, the NAS-Identifier that tells it apart. */
  readonly nasIdentifier?: string | undefined;
  /** In clear, newest first: during a rotation the older one is still believed. */
  readonly secrets: readonly string[];
  /** CVE-2024-3596. learnt: required from the first packet on that had one. */
  readonly messageAuthenticator: 'required' | 'accepted' | 'learnt';
  /** Of ReplyTemplate.attributes. */
  readonly dialect: string;
  /** Where it listens for CoA and Disconnect. */
  readonly incoming: { readonly address: string; readonly port: number };
  /** It can be asked which sessions it has: silence alone ends none of them (message `readBack`). */
  readonly readsBack?: boolean | undefined;
  /** Pools by id that may be used on it; empty: all. */
  readonly pools: readonly number[];
}
