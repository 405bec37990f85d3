import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { z } from 'zod';
import type { PasskeyAssertion, PasskeyRegistration } from '#shared/auth/passkey.ts';

const CreationOptions = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  excludeCredentials: z.array(z.object({ id: z.string() })).default([]),
});
const RequestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  allowCredentials: z.array(z.object({ id: z.string() })).optional(),
});

interface Credential {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly userHandle: string;
  readonly rpId: string;
  counter: number;
}

export interface SoftAuthenticator {
  /** What `navigator.credentials.create` answers, as JSON. */
  create(options: unknown, change?: Changes): PasskeyRegistration;
  /** What `navigator.credentials.get` answers, as JSON. */
  get(options: unknown, change?: Changes): PasskeyAssertion;
  /** As a copied key would: the counter begins again. */
  rewind(): void;
}

/** What a test wants to be wrong. */
interface Changes {
  readonly origin?: string;
  /** Without: the person was there, but was not asked for finger or PIN. */
  readonly verified?: boolean;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** An authenticator of WebAuthn Level 3 §6 in software: ES256, attestation `none`, one credential per site and user. */
export function createSoftAuthenticator(pageOrigin: string): SoftAuthenticator {
  const credentials: Credential[] = [];

  function clientData(type: string, challenge: string, { origin = pageOrigin }: Changes): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  function authData(credential: Credential, flags: number, { verified = true }: Changes): Buffer {
    credential.counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(credential.counter);
    const set = flags | PRESENT | (verified ? VERIFIED : 0);
    return Buffer.concat([createHash('sha256').update(credential.rpId).digest(), Buffer.of(set), counter]);
  }

  return {
    create(given, change = {}) {
      const options = CreationOptions.parse(given);
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const credential = {
        id: randomBytes(32),
        key: privateKey,
        userHandle: options.user.id,
        rpId: options.rp.id,
        counter: 0,
      };
      credentials.push(credential);
      const cose = cborMap([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const length = Buffer.of(0, credential.id.length);
      const data = Buffer.concat([
        authData(credential, ATTESTED, change),
        Buffer.alloc(16),
        length,
        credential.id,
        cose,
      ]);
      const attestation = cborMap([
        ['fmt', 'none'],
        ['attStmt', []],
        ['authData', data],
      ]);
      const id = credential.id.toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, change).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
        clientExtensionResults: {},
      };
    },
    get(given, change = {}) {
      const { challenge, rpId, allowCredentials } = RequestOptions.parse(given);
      const credential = credentials.find(
        (one) =>
          one.rpId === rpId &&
          (allowCredentials === undefined || allowCredentials.some(({ id }) => id === one.id.toString('base64url'))),
      );
      if (!credential) throw new Error('no passkey for this site');
      const client = clientData('webauthn.get', challenge, change);
      const data = authData(credential, 0, change);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      const id = credential.id.toString('base64url');
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, credential.key).toString('base64url'),
          userHandle: credential.userHandle,
        },
        clientExtensionResults: {},
      };
    },
    rewind: () => credentials.forEach((credential) => (credential.counter = 0)),
  };
}

type Cbor = number | string | Buffer | readonly (readonly [Cbor, Cbor])[];

/** RFC 8949 §3, as far as needed: integers, texts, bytes and maps. */
function cborMap(entries: readonly (readonly [Cbor, Cbor])[]): Buffer {
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)])]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return cborMap(value as readonly (readonly [Cbor, Cbor])[]);
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.of((major << 5) | size);
  return size < 256 ? Buffer.of((major << 5) | 24, size) : Buffer.of((major << 5) | 25, size >> 8, size & 255);
}
