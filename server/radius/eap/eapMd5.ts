import { chapMatches } from '../credential/chap.ts';
import type { EapMethod, EapMethodContext, EapMethodKind, EapStep } from './eapMethod.ts';
import { eapTypes } from './eapPacket.ts';

/** EAP-MD5 (RFC 3748 §5.4): CHAP in EAP. It proves a password and makes no keys. */
export const eapMd5: EapMethodKind = {
  type: eapTypes.md5,
  isTunnel: false,
  create: (context) => new EapMd5(context),
};

class EapMd5 implements EapMethod {
  readonly #context: EapMethodContext;
  readonly #challenge: Uint8Array;
  #identifier = 0;

  constructor(context: EapMethodContext) {
    this.#context = context;
    this.#challenge = context.random(16);
  }

  begin(identifier: number): Uint8Array {
    this.#identifier = identifier;
    const data = new Uint8Array(17);
    data[0] = 16;
    data.set(this.#challenge, 1);
    return data;
  }

  respond(data: Uint8Array): EapStep {
    if (data[0] !== 16 || data.length < 17) return { kind: 'failure', reason: 'malformed' };
    const { identity, secretOf } = this.#context;
    const secret = secretOf(identity);
    if (!secret) return { kind: 'failure', reason: 'unknownUser' };
    if (secret.password === undefined) return { kind: 'failure', reason: 'passwordNotInClear' };
    const chapPassword = new Uint8Array(17);
    chapPassword[0] = this.#identifier;
    chapPassword.set(data.subarray(1, 17), 1);
    const password = Buffer.from(secret.password, 'utf8');
    if (!chapMatches({ chapPassword, challenge: this.#challenge, password }))
      return { kind: 'failure', reason: 'wrongPassword' };
    return { kind: 'success', userName: identity };
  }

  /** Nothing is held. */
  close(): void {}
}
