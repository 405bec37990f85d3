import { lmHashStart } from './lmHash.ts';
import { hashOfNtHash } from './ntPasswordHash.ts';
import { sha1 } from './sha1.ts';

/** 16 octets each, in clear: the packet's encoder salts and hides them (RFC 2548 §2.4.2). */
export interface MppeKeys {
  /** MS-MPPE-Send-Key: what the server, or the NAS for it, encrypts with. */
  readonly sendKey: Uint8Array;
  /** MS-MPPE-Recv-Key. */
  readonly recvKey: Uint8Array;
}

const masterMagic = Buffer.from('This is the MPPE Master Key', 'latin1');
const serverReceives = Buffer.from(
  'On the client side, this is the send key; on the server side, it is the receive key.',
  'latin1',
);
const serverSends = Buffer.from(
  'On the client side, this is the receive key; on the server side, it is the send key.',
  'latin1',
);
const input = new Uint8Array(16 + 40 + 84 + 40);
const digest = new Uint8Array(20);

/** RFC 3079 §3: the 128-bit start keys of MS-CHAPv2, from what `verifyMsChapV2` found. */
export function mppeKeysV2(hashHash: Uint8Array, ntResponse: Uint8Array): MppeKeys {
  input.set(hashHash);
  input.set(ntResponse, 16);
  input.set(masterMagic, 40);
  sha1(input, 40 + masterMagic.length, digest);
  for (let index = 0; index < 16; index++) input[index] = digest[index]!;
  input.fill(0, 16, 56);
  input.fill(0xf2, 140, 180);
  return { sendKey: startKey(serverSends), recvKey: startKey(serverReceives) };
}

/** RFC 3079 §3.4 GetAsymmetricStartKey; the master key and the pads are in place. */
function startKey(magic: Uint8Array): Uint8Array {
  input.set(magic, 56);
  return sha1(input, 180, digest).slice(0, 16);
}

/**
 * The value of MS-CHAP-MPPE-Keys (RFC 2548 §2.4.1) in clear, for MS-CHAPv1: eight octets of the LM hash, the hash of the NT
 * hash, and zeros to the 32 octets that are then hidden as User-Password is. Without the password in clear the LM part is
 * zero, and only 128-bit encryption works.
 */
export function mppeKeysV1(ntHash: Uint8Array, password: string | undefined): Uint8Array {
  const keys = new Uint8Array(32);
  keys.set(lmHashStart(password));
  keys.set(hashOfNtHash(ntHash), 8);
  return keys;
}
