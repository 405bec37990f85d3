/**
 * What an Accept says for a package and tier, as encoded attributes for each dialect of routers; `standard` stands for a
 * dialect that is not there. Nothing that depends on the session: no address, timeout, Class or keys.
 */
export interface ReplyTemplate {
  /** u32, unique over all tenants. */
  readonly id: number;
  /** Dialect name to attributes with their headers, in base64 on the wire. */
  readonly attributes: Readonly<Record<string, Uint8Array>>;
  readonly interimSeconds: number;
}
