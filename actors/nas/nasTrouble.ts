/**
 * unreachable: nobody answers, or refuses the connection · lost: the connection ended or fell silent · authFailed: the
 * login is refused · untrusted: another certificate than the one on record · nonsense: it does not speak its protocol, or
 * agrees on no encryption
 */
export type NasTroubleKind = 'unreachable' | 'lost' | 'authFailed' | 'untrusted' | 'nonsense';

/** Why a router is not connected; the message is for people. */
export class NasTrouble extends Error {
  override readonly name = 'NasTrouble';
  readonly kind: NasTroubleKind;

  constructor(kind: NasTroubleKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** What an error means for the connection. Anything that is no trouble of its own ended it. */
export function troubleOf(error: unknown): { readonly kind: NasTroubleKind; readonly words: string } {
  if (error instanceof NasTrouble) return { kind: error.kind, words: error.message.slice(0, 300) };
  if (error instanceof Error) return { kind: 'lost', words: `${error.name}: ${error.message}`.slice(0, 300) };
  return { kind: 'lost', words: 'unknown error' };
}
