/** Attribute of TTLS, in Diameter's form (RFC 5281 §10.1). */
export interface DiameterAvp {
  readonly code: number;
  /** Zero without a vendor. */
  readonly vendor: number;
  readonly isMandatory: boolean;
  readonly data: Uint8Array;
}

const vendorFlag = 0x80;
const mandatoryFlag = 0x40;

/** Undefined when the lengths do not hold. The padding of the last one may be missing. */
export function parseAvps(octets: Uint8Array): readonly DiameterAvp[] | undefined {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const avps: DiameterAvp[] = [];
  for (let at = 0; at < view.length;) {
    if (view.length - at < 8) return undefined;
    const flags = view[at + 4]!;
    const length = view.readUIntBE(at + 5, 3);
    const head = flags & vendorFlag ? 12 : 8;
    if (length < head || at + length > view.length) return undefined;
    avps.push({
      code: view.readUInt32BE(at),
      vendor: head === 12 ? view.readUInt32BE(at + 8) : 0,
      isMandatory: (flags & mandatoryFlag) !== 0,
      data: view.subarray(at + head, at + length),
    });
    at += (length + 3) & ~3;
  }
  return avps;
}

export function encodeAvp({ code, vendor, isMandatory, data }: DiameterAvp): Uint8Array {
  const head = vendor === 0 ? 8 : 12;
  const avp = Buffer.alloc((head + data.length + 3) & ~3);
  avp.writeUInt32BE(code, 0);
  avp[4] = (vendor === 0 ? 0 : vendorFlag) | (isMandatory ? mandatoryFlag : 0);
  avp.writeUIntBE(head + data.length, 5, 3);
  if (vendor !== 0) avp.writeUInt32BE(vendor, 8);
  avp.set(data, head);
  return avp;
}
