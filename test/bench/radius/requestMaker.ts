import { createHmac, randomBytes } from 'node:crypto';
import { Md5 } from '#server/platform/transport/radius/md5.ts';
import { challengeResponse } from '#server/radius/credential/challengeResponse.ts';
import { ntPasswordHash } from '#server/radius/credential/ntPasswordHash.ts';
import { sha1 } from '#server/radius/credential/sha1.ts';
import type { LoadOptions } from './loadOptions.ts';

/** What an accounting request says, for the lists of what was sent and acknowledged. */
export interface AccountingFact {
  readonly sessionId: string;
  readonly type: 1 | 2 | 3;
  readonly octetsIn: number;
  readonly octetsOut: number;
}

/** A request in its own octets, until it is answered. */
export interface MadeRequest {
  readonly octets: Buffer;
  length: number;
  fact: AccountingFact | undefined;
}

interface Session {
  readonly id: string;
  step: number;
  seconds: number;
  octets: number;
}

const HEADER_BYTES = 20;
const MICROSOFT = 311;
const PREPARED_MSCHAP = 8_192;
const INTERIM_SECONDS = 300;
const INTERIMS_BEFORE_STOP = 2;

/**
 * Requests as a PPPoE router sends them, of users drawn at random, written into the octets they are sent from. Answers
 * of MS-CHAPv2 are worked out ahead, so that the tool and not the server has the easy part.
 */
export class RequestMaker {
  readonly #options: LoadOptions;
  readonly #secret: Buffer;
  readonly #md5 = new Md5();
  readonly #digest = Buffer.alloc(16);
  readonly #sessions = new Map<number, Session>();
  readonly #msChap: readonly { readonly user: number; readonly challenge: Buffer; readonly response: Buffer }[];
  readonly #run = `81${process.pid.toString(36)}${Date.now().toString(36).slice(-4)}`;
  #sessionsMade = 0;
  #octets: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#secret = Buffer.from(options.secret);
    this.#msChap = options.mode === 'mschapv2' ? Array.from({ length: PREPARED_MSCHAP }, () => this.#msChapV2()) : [];
  }

  make(into: MadeRequest, identifier: number): void {
    this.#octets = into.octets;
    this.#octets[1] = identifier;
    this.#at = HEADER_BYTES;
    into.fact = undefined;
    if (this.#options.mode === 'acct') into.fact = this.#accounting();
    else this.#access();
    into.length = this.#at;
  }

  /** Whether an answer was made by someone who knows the secret (RFC 2865 §3). */
  isGenuine(answer: Buffer, request: MadeRequest): boolean {
    this.#md5.start().update(answer, 0, 4).update(request.octets, 4, 20).update(answer, 20).update(this.#secret);
    this.#md5.finish(this.#digest);
    return this.#digest.equals(answer.subarray(4, 20));
  }

  #access(): void {
    const { mode, messageAuthenticator } = this.#options;
    const octets = this.#octets;
    octets[0] = 1;
    for (let at = 4; at < HEADER_BYTES; at += 4) octets.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), at);
    if (messageAuthenticator) this.#open(80, 16).fill(0);
    const prepared = this.#msChap[Math.floor(Math.random() * this.#msChap.length)];
    const user = prepared?.user ?? this.#anyUser();
    this.#text(1, this.#nameOf(user));
    if (prepared !== undefined) {
      this.#vendor(11, prepared.challenge);
      this.#vendor(25, prepared.response);
    } else if (mode === 'chap') this.#chap(user);
    else this.#pap(user);
    this.#line(user);
    octets.writeUInt16BE(this.#at, 2);
    if (!messageAuthenticator) return;
    const sum = createHmac('md5', this.#secret).update(octets.subarray(0, this.#at)).digest();
    sum.copy(octets, HEADER_BYTES + 2);
  }

  /** RFC 2865 §5.2; these passwords fit one block. */
  #pap(user: number): void {
    const hidden = this.#open(2, 16);
    this.#md5.start().update(this.#secret).update(this.#octets, 4, HEADER_BYTES).finish(hidden);
    const password = passwordOf(user);
    for (let index = 0; index < password.length; index += 1) hidden[index]! ^= password.charCodeAt(index);
  }

  /** RFC 2865 §5.3, with the authenticator as the challenge. */
  #chap(user: number): void {
    const value = this.#open(3, 17);
    value[0] = Math.floor(Math.random() * 256);
    this.#md5
      .start()
      .update(value, 0, 1)
      .update(Buffer.from(passwordOf(user), 'latin1'))
      .update(this.#octets, 4, HEADER_BYTES)
      .finish(value, 1);
  }

  /** RFC 2759 §8.1: MS-CHAP2-Response of one user to a challenge of its own. */
  #msChapV2(): { user: number; challenge: Buffer; response: Buffer } {
    const user = this.#anyUser();
    const challenge = randomBytes(16);
    const response = Buffer.alloc(50);
    randomBytes(16).copy(response, 2);
    const proof = sha1(Buffer.concat([response.subarray(2, 18), challenge, Buffer.from(this.#nameOf(user))]));
    challengeResponse(proof.subarray(0, 8), ntPasswordHash(passwordOf(user)), response.subarray(26));
    return { user, challenge, response };
  }

  #accounting(): AccountingFact {
    const user = this.#anyUser();
    const session = this.#sessions.get(user) ?? this.#begin(user);
    const type = session.step === 0 ? 1 : session.step > INTERIMS_BEFORE_STOP ? 2 : 3;
    if (session.step > 0) session.octets += Math.floor(1e6 * Math.random());
    session.seconds = session.step * INTERIM_SECONDS;
    session.step += 1;
    this.#octets[0] = 4;
    this.#text(1, this.#nameOf(user));
    this.#u32(40, type);
    this.#text(44, session.id);
    this.#u32(45, 1);
    this.#u32(8, 0x0a_00_00_00 + user);
    this.#line(user);
    this.#u32(55, Math.floor(Date.now() / 1_000));
    const octetsOut = (session.octets * 9) % 2 ** 32;
    if (type !== 1) this.#counters(session, octetsOut);
    if (type === 2) {
      this.#u32(49, 1);
      this.#sessions.delete(user);
    }
    this.#seal();
    return { sessionId: session.id, type, octetsIn: session.octets, octetsOut };
  }

  #begin(user: number): Session {
    const session = { id: `${this.#run}${(this.#sessionsMade++).toString(16)}`, step: 0, seconds: 0, octets: 0 };
    this.#sessions.set(user, session);
    return session;
  }

  #counters(session: Session, octetsOut: number): void {
    this.#u32(46, session.seconds);
    this.#u32(42, session.octets);
    this.#u32(43, octetsOut);
    this.#u32(47, session.octets >>> 9);
    this.#u32(48, session.octets >>> 7);
  }

  /** Request Authenticator of RFC 2866 §3. */
  #seal(): void {
    const octets = this.#octets;
    octets.writeUInt16BE(this.#at, 2);
    octets.fill(0, 4, HEADER_BYTES);
    this.#md5.start().update(octets, 0, this.#at).update(this.#secret).finish(octets, 4);
  }

  /** Where it came in. */
  #line(user: number): void {
    const six = String(user).padStart(6, '0');
    this.#u32(4, 0x7f_00_00_01);
    this.#u32(5, user);
    this.#u32(6, 2);
    this.#u32(7, 1);
    this.#u32(61, 15);
    this.#text(31, `AA:BB:${six.slice(0, 2)}:${six.slice(2, 4)}:${six.slice(4)}:00`);
    this.#text(30, 'pppoe-isp');
    this.#text(87, 'ether2');
  }

  #anyUser(): number {
    return Math.floor(Math.random() * this.#options.users);
  }

  #nameOf(user: number): string {
    return this.#options.prefix + String(user).padStart(6, '0');
  }

  #open(type: number, size: number): Buffer {
    this.#octets[this.#at] = type;
    this.#octets[this.#at + 1] = size + 2;
    this.#at += size + 2;
    return this.#octets.subarray(this.#at - size, this.#at);
  }

  #text(type: number, text: string): void {
    this.#octets[this.#at] = type;
    this.#octets[this.#at + 1] = text.length + 2;
    for (let index = 0; index < text.length; index += 1) this.#octets[this.#at + 2 + index] = text.charCodeAt(index);
    this.#at += text.length + 2;
  }

  #u32(type: number, value: number): void {
    this.#octets[this.#at] = type;
    this.#octets[this.#at + 1] = 6;
    this.#octets.writeUInt32BE(value, this.#at + 2);
    this.#at += 6;
  }

  #vendor(type: number, value: Buffer): void {
    const into = this.#open(26, value.length + 6);
    into.writeUInt32BE(MICROSOFT, 0);
    into[4] = type;
    into[5] = value.length + 2;
    value.copy(into, 6);
  }
}

function passwordOf(user: number): string {
  return `pass${String(user).padStart(6, '0')}`;
}
