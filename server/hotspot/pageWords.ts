/** What a login page says. */
export interface PageWords {
  readonly login: string;
  readonly voucherCode: string;
  readonly codeHint: string;
  readonly repeatCode: string;
  readonly connect: string;
  readonly haveAccount: string;
  readonly username: string;
  readonly password: string;
  readonly needsScript: string;
  readonly connected: string;
  readonly goOn: string;
  readonly status: string;
  readonly user: string;
  readonly address: string;
  readonly timeOnline: string;
  readonly timeLeft: string;
  readonly received: string;
  readonly sent: string;
  readonly left: string;
  readonly logOut: string;
  readonly logOutForget: string;
  readonly loggedOut: string;
  readonly logInAgain: string;
  readonly trouble: string;
  readonly tryAgain: string;
  readonly help: string;
  readonly language: string;
  readonly errors: {
    readonly internal: string;
    readonly configuration: string;
    readonly notLoggedIn: string;
    readonly noAddress: string;
    readonly shuttingDown: string;
    readonly sessions: string;
    readonly full: string;
    readonly wrong: string;
    readonly noScript: string;
    readonly timeUp: string;
    readonly volumeUp: string;
    readonly noAnswer: string;
    readonly inProgress: string;
  };
}
