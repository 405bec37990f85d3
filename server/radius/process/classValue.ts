import { UUID_BYTES } from '../memory/uuidOctets.ts';

/** `LM1`, subscription, version, admission: what the router returns with everything it says of the session. */
export const CLASS_BYTES: number = 3 + UUID_BYTES + 8;

const SIGN = Buffer.from('LM1');
const SUBSCRIPTION_AT = 3;
const VERSION_AT = SUBSCRIPTION_AT + UUID_BYTES;
const ADMISSION_AT = VERSION_AT + 4;

export interface ClassFields {
  /** Where the 16 octets of the subscription's id are. */
  readonly bytes: Buffer;
  readonly subscriptionAt: number;
  readonly version: number;
  readonly admission: number;
}

export function writeClass(
  target: Buffer,
  bytes: Buffer,
  subscriptionAt: number,
  version: number,
  admission: number,
): Buffer {
  SIGN.copy(target);
  bytes.copy(target, SUBSCRIPTION_AT, subscriptionAt, subscriptionAt + UUID_BYTES);
  target.writeUInt32BE(version, VERSION_AT);
  target.writeUInt32BE(admission, ADMISSION_AT);
  return target;
}

/** Undefined for a value of somebody else's. */
export function readClass(bytes: Buffer, at: number, length: number): ClassFields | undefined {
  if (length !== CLASS_BYTES || SIGN.compare(bytes, at, at + 3) !== 0) return undefined;
  return {
    bytes,
    subscriptionAt: at + SUBSCRIPTION_AT,
    version: bytes.readUInt32BE(at + VERSION_AT),
    admission: bytes.readUInt32BE(at + ADMISSION_AT),
  };
}
