/** How the octets of a value are to be understood. */
export type AttributeKind =
  | 'text'
  | 'octets'
  | 'u32'
  | 'u64'
  | 'date'
  | 'ipv4'
  | 'ipv6'
  | 'ipv6Prefix'
  | 'interfaceId'
  | 'taggedText'
  | 'taggedNumber'
  | 'vendorSpecific'
  | 'extended'
  /** A password, a key, or what one could be guessed from: never shown. */
  | 'secret';

/** The number, the name in the registry, and the kind. */
export type AttributeLine = readonly [type: number, name: string, kind: AttributeKind];

/** The attributes of one vendor as data; 0 stands for the standard ones. */
export interface Dictionary {
  readonly vendor: number;
  readonly name: string;
  readonly attributes: readonly AttributeLine[];
  /** Names of the numbers of an attribute. */
  readonly values: Readonly<Record<string, Readonly<Record<number, string>>>>;
}
