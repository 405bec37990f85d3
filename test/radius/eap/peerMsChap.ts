import { createCipheriv, hash } from 'node:crypto';

/** MS-CHAPv2 as a peer computes it, written apart from the product and for plainness only: RFC 1320, 2759 and 3079. */
export interface PeerMsChap {
  readonly ntResponse: Buffer;
  /** What a server that knows the password answers. */
  readonly authenticatorResponse: string;
  /** In the peer's view. */
  readonly sendKey: Buffer;
  readonly receiveKey: Buffer;
}

export function peerMsChap(name: string, password: string, authenticator: Buffer, peer: Buffer): PeerMsChap {
  const sha = (...parts: readonly (Buffer | string)[]): Buffer =>
    hash('sha1', Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))), 'buffer');
  const ntHash = slowMd4(Buffer.from(password, 'utf16le'));
  const challenge = sha(peer, authenticator, Buffer.from(name)).subarray(0, 8);
  const padded = Buffer.concat([ntHash, Buffer.alloc(5)]);
  const ntResponse = Buffer.concat([0, 7, 14].map((at) => des(padded.subarray(at, at + 7), challenge)));
  const hashHash = slowMd4(ntHash);
  const digest = sha(hashHash, ntResponse, 'Magic server to client signing constant');
  const proof = sha(digest, challenge, 'Pad to make it do more than one iteration');
  const master = sha(hashHash, ntResponse, 'This is the MPPE Master Key').subarray(0, 16);
  const start = (client: string, server: string): Buffer =>
    sha(
      master,
      Buffer.alloc(40),
      `On the client side, this is the ${client} key; on the server side, it is the ${server} key.`,
      Buffer.alloc(40, 0xf2),
    ).subarray(0, 16);
  return {
    ntResponse,
    authenticatorResponse: `S=${proof.toString('hex').toUpperCase()}`,
    sendKey: start('send', 'receive'),
    receiveKey: start('receive', 'send'),
  };
}

function des(key: Buffer, block: Buffer): Buffer {
  let bits = 0n;
  for (const octet of key) bits = (bits << 8n) | BigInt(octet);
  const wide = Buffer.from(Array.from({ length: 8 }, (_, at) => Number((bits >> BigInt(49 - at * 7)) & 127n) << 1));
  return createCipheriv('des-ede3', Buffer.concat([wide, wide, wide]), null)
    .setAutoPadding(false)
    .update(block);
}

function slowMd4(input: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((input.length + 9) / 64) * 64);
  input.copy(padded);
  padded[input.length] = 0x80;
  padded.writeUInt32LE(input.length * 8, padded.length - 8);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) {
    let [a, b, c, d] = state as [number, number, number, number];
    for (let step = 0; step < 48; step++) {
      const at = step % 16;
      const [mix, constant, order, turns] = [
        [(b & c) | (~b & d), 0, at, [3, 7, 11, 19]] as const,
        [(b & c) | (b & d) | (c & d), 0x5a827999, (at % 4) * 4 + (at >> 2), [3, 5, 9, 13]] as const,
        [b ^ c ^ d, 0x6ed9eba1, [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15][at]!, [3, 9, 11, 15]] as const,
      ][Math.floor(step / 16)]!;
      const sum = (a + mix + constant + padded.readUInt32LE(block + order * 4)) >>> 0;
      const by = turns[at % 4]!;
      [a, b, c, d] = [d, ((sum << by) | (sum >>> (32 - by))) >>> 0, b, c];
    }
    [a, b, c, d].forEach((word, index) => (state[index] = (state[index]! + word) >>> 0));
  }
  const digest = Buffer.alloc(16);
  state.forEach((word, index) => digest.writeUInt32LE(word, index * 4));
  return digest;
}
