import { hash, randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { peerMsChap } from './peerMsChap.ts';
import { TlsPeer } from './tlsPeer.ts';

export interface PeerOptions {
  readonly method: 'md5' | 'msChapV2' | 'ttlsPap' | 'ttlsChap' | 'ttlsMsChapV2' | 'peap';
  readonly identity: string;
  readonly password: string;
  /** Outside of a tunnel. */
  readonly anonymous?: string;
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  readonly fragmentOctets?: number;
  readonly domain?: string;
}

const types = { md5: 4, msChapV2: 26, ttlsPap: 21, ttlsChap: 21, ttlsMsChapV2: 21, peap: 25 };

/** A supplicant, written apart from the product: it answers requests and keeps the keys it came to. */
export class EapPeer {
  readonly #options: PeerOptions;
  readonly type: number;
  #tunnel: TlsPeer | undefined;
  #expectedProof = '';
  #isTtlsDone = false;
  recvKey: Buffer | undefined;
  sendKey: Buffer | undefined;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.type = types[options.method];
  }

  /** The answer to the NAS, which asks for the identity. */
  hello(identifier = 1): Buffer {
    return this.#packet(identifier, 1, Buffer.from(this.#options.anonymous ?? this.#options.identity));
  }

  async answer(request: Buffer): Promise<Buffer> {
    const [identifier, type, data] = [request[1]!, request[4]!, request.subarray(5, request.readUInt16BE(2))];
    if (type === 1) return this.hello(identifier);
    if (type !== this.type) return this.#packet(identifier, 3, Buffer.of(this.type));
    if (type === 4) return this.#packet(identifier, type, this.#md5(identifier, data));
    if (type === 26) return this.#packet(identifier, type, this.#msChapV2(data));
    const { maxVersion = 'TLSv1.2', fragmentOctets = 1_000 } = this.#options;
    this.#tunnel ??= new TlsPeer({ maxVersion, fragmentOctets });
    const talk = type === 21 ? this.#ttls.bind(this) : this.#peap.bind(this, identifier);
    return this.#packet(identifier, type, await this.#tunnel.answer(data, talk));
  }

  close(): void {
    this.#tunnel?.close();
  }

  #packet(identifier: number, type: number, data: Buffer): Buffer {
    const packet = Buffer.concat([Buffer.of(2, identifier, 0, 0, type), data]);
    packet.writeUInt16BE(packet.length, 2);
    return packet;
  }

  #md5(identifier: number, data: Buffer): Buffer {
    const parts = [Buffer.of(identifier), Buffer.from(this.#options.password), data.subarray(1, 1 + data[0]!)];
    return Buffer.concat([Buffer.of(16), hash('md5', Buffer.concat(parts), 'buffer')]);
  }

  #msChapV2(data: Buffer): Buffer {
    const { identity, password, domain } = this.#options;
    if (data[0] === 4) return Buffer.of(4);
    if (data[0] === 3) {
      const isTrue = data.subarray(4, 46).toString() === this.#expectedProof;
      return Buffer.of(isTrue ? 3 : 4);
    }
    const peerChallenge = randomBytes(16);
    const own = peerMsChap(identity, password, data.subarray(5, 21), peerChallenge);
    this.#expectedProof = own.authenticatorResponse;
    // The server receives with what the peer sends with.
    [this.recvKey, this.sendKey] = [own.sendKey, own.receiveKey];
    const name = Buffer.from(domain ? `${domain}\\${identity}` : identity);
    const response = Buffer.concat([
      Buffer.of(2, data[1]!, 0, 0, 49),
      peerChallenge,
      Buffer.alloc(8),
      own.ntResponse,
      Buffer.alloc(1),
      name,
    ]);
    response.writeUInt16BE(response.length, 2);
    return response;
  }

  #keys(tls: TLSSocket, label: string): void {
    const isNew = tls.getProtocol() === 'TLSv1.3';
    const material = isNew
      ? tls.exportKeyingMaterial(128, 'EXPORTER_EAP_TLS_Key_Material', Buffer.of(this.type))
      : tls.exportKeyingMaterial(128, label, undefined as never);
    [this.recvKey, this.sendKey] = [material.subarray(0, 32), material.subarray(32, 64)];
  }

  #ttls(plain: Buffer, tls: TLSSocket): Buffer | undefined {
    const { identity, password, method } = this.#options;
    if (this.#isTtlsDone) {
      if (method === 'ttlsMsChapV2' && plain.length > 0 && plain.subarray(13, 55).toString() !== this.#expectedProof)
        throw new Error('the server did not prove itself');
      return undefined;
    }
    this.#isTtlsDone = true;
    this.#keys(tls, 'ttls keying material');
    const name = avp(1, 0, Buffer.from(identity));
    const implied = tls.exportKeyingMaterial(17, 'ttls challenge', undefined as never);
    const challenge = implied.subarray(0, 16);
    if (method === 'ttlsPap') {
      const padded = Buffer.alloc(Math.ceil(password.length / 16) * 16);
      padded.write(password);
      return Buffer.concat([name, avp(2, 0, padded)]);
    }
    if (method === 'ttlsChap') {
      const digest = hash('md5', Buffer.concat([implied.subarray(16), Buffer.from(password), challenge]), 'buffer');
      return Buffer.concat([name, avp(60, 0, challenge), avp(3, 0, Buffer.concat([implied.subarray(16), digest]))]);
    }
    const peerChallenge = randomBytes(16);
    const own = peerMsChap(identity, password, challenge, peerChallenge);
    this.#expectedProof = own.authenticatorResponse;
    const response = Buffer.concat([
      implied.subarray(16),
      Buffer.alloc(1),
      peerChallenge,
      Buffer.alloc(8),
      own.ntResponse,
    ]);
    return Buffer.concat([name, avp(11, 311, challenge), avp(25, 311, response)]);
  }

  #peap(identifier: number, plain: Buffer, tls: TLSSocket): Buffer | undefined {
    if (plain.length === 0) return undefined;
    if (plain[0] === 1 && plain.length === 1) return Buffer.concat([Buffer.of(1), Buffer.from(this.#options.identity)]);
    if (plain[0] === 26) return Buffer.concat([Buffer.of(26), this.#msChapV2(plain.subarray(1))]);
    this.#keys(tls, 'client EAP encryption');
    // The result, said back as it came.
    return this.#packet(identifier, 33, plain.subarray(5));
  }
}

function avp(code: number, vendor: number, data: Buffer): Buffer {
  const head = Buffer.alloc(vendor ? 12 : 8);
  head.writeUInt32BE(code);
  head.writeUInt32BE(head.length + data.length, 4);
  head[4] = vendor ? 0xc0 : 0x40;
  if (vendor) head.writeUInt32BE(vendor, 8);
  return Buffer.concat([head, data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}
