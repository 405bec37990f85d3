/**
 * One number for vendor and type: the type alone for standard attributes, the enterprise number above it for those of a
 * vendor. It stays a small integer, so that looking for an attribute compares nothing but integers.
 */
export type AttributeKey = number;

/** Enterprise numbers are 24 bits wide on the wire (RFC 2865 §5.26). */
export function vendorKey(vendor: number, type: number): AttributeKey {
  return (vendor << 8) | type;
}

export function keyType(key: AttributeKey): number {
  return key & 0xff;
}

/** 0 for a standard attribute. */
export function keyVendor(key: AttributeKey): number {
  return key >>> 8;
}
