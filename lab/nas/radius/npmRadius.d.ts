/** What the lab uses of the npm package `radius` 1.1.4, which brings no types. */
declare module 'radius' {
  type Value = string | number | Date | Buffer;
  type Attribute =
    | readonly [name: string | number, value: Value]
    | readonly ['Vendor-Specific', vendor: number, attributes: readonly (readonly [string | number, Value])[]];

  interface Packet {
    readonly code: string;
    readonly identifier: number;
    readonly authenticator: Buffer;
    readonly attributes: Readonly<Record<string, unknown>>;
    /** Type and value in the order of the packet. */
    readonly raw_attributes: readonly (readonly [number, Buffer])[];
  }

  const radius: {
    /** A file in the format of FreeRADIUS, read when the first packet is. */
    add_dictionary(path: string): void;
    /** Throws for what it can't read. `packet` is changed for a moment where its authenticator is checked. */
    decode(args: { readonly packet: Buffer; readonly secret: string }): Packet;
    decode_without_secret(args: { readonly packet: Buffer }): Packet;
    encode(args: {
      readonly code: string;
      readonly secret: string;
      readonly identifier: number;
      readonly authenticator?: Buffer;
      readonly attributes: readonly Attribute[];
      readonly add_message_authenticator: boolean;
    }): Buffer;
  };
  export default radius;
}
