import type { UserSecret } from '../credential/userSecret.ts';

/** Values of MS-MPPE-Recv-Key and MS-MPPE-Send-Key, in clear. */
export interface EapKeys {
  readonly recvKey: Uint8Array;
  readonly sendKey: Uint8Array;
}

export type EapRefusal =
  | 'unknownUser'
  | 'wrongPassword'
  /** The method needs the password in clear and only its hash is known. */
  | 'passwordNotInClear'
  /** The peer wants none of the methods that are offered. */
  | 'noCommonMethod'
  | 'malformed'
  /** The peer gave up, or did not believe the server. */
  | 'refusedByPeer'
  /** The handshake of the tunnel failed. */
  | 'tlsFailed'
  | 'tooManyRounds'
  /** A State that this process does not know, or no more: the peer starts anew. */
  | 'unknownSession';

export type EapStep =
  | { readonly kind: 'request'; readonly data: Uint8Array }
  | { readonly kind: 'success'; readonly userName: Uint8Array; readonly keys?: EapKeys }
  | {
      readonly kind: 'failure';
      readonly reason: EapRefusal;
      /** Whom it concerns, when that is another than the outer identity. */
      readonly userName?: Uint8Array;
      readonly detail?: string;
    }
  /** Not an answer to what was asked: as if it had not come (RFC 3748 §2.1). */
  | { readonly kind: 'ignore' };

/** The server's side of one run of a method. */
export interface EapMethod {
  /** Data of the first request. `identifier` is that of the request that will carry it. */
  begin(identifier: number): Uint8Array;
  /** `identifier` is that of the next request, if one follows. */
  respond(data: Uint8Array, identifier: number): EapStep | Promise<EapStep>;
  /** Lets go of everything; idempotent. */
  close(): void;
}

export interface EapMethodContext {
  /** The outer identity, as the peer sent it. */
  readonly identity: Uint8Array;
  /** By the name of a user, as the peer sent it. */
  readonly secretOf: (userName: Uint8Array) => UserSecret | undefined;
  readonly random: (octets: number) => Uint8Array;
  /** The longest EAP packet that reaches the peer, where the NAS says so. */
  readonly framedMtu?: number | undefined;
}

export interface EapMethodKind {
  readonly type: number;
  /** Keeps a TLS endpoint while it runs; there is a separate bound for those. */
  readonly isTunnel: boolean;
  readonly create: (context: EapMethodContext) => EapMethod;
}
