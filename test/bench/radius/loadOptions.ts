export type LoadMode = 'pap' | 'chap' | 'mschapv2' | 'acct';

/** What one run of the load tool does. */
export interface LoadOptions {
  readonly mode: LoadMode;
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  /** Names are `<prefix>000000` onwards, passwords `pass000000`. */
  readonly users: number;
  readonly prefix: string;
  /** Requests kept in flight over all sockets, unless there is a rate. */
  readonly window: number;
  readonly sockets: number;
  readonly seconds: number;
  /** Requests a second, answered or not; 0: as fast as answers come. */
  readonly rate: number;
  /**
   * With a rate: what was sent before is answered and counted, but its latency says how slowly this tool begins, while its
   * code is compiled.
   */
  readonly warmUpSeconds: number;
  /** An unanswered request is sent again, unchanged, so often; 0: never. */
  readonly retransmitMs: number;
  /** After which a request counts as lost. */
  readonly timeoutMs: number;
  /** Message-Authenticator as the first attribute of Access-Requests. */
  readonly messageAuthenticator: boolean;
  /** Files with a line for each accounting record that was acknowledged, and that was sent. */
  readonly acked?: string | undefined;
  readonly sent?: string | undefined;
  /** Ends it before its time. */
  readonly signal?: AbortSignal | undefined;
}

export const loadDefaults: LoadOptions = {
  mode: 'pap',
  host: '127.0.0.1',
  port: 1812,
  secret: 'testing123',
  users: 100_000,
  prefix: 'user',
  window: 128,
  sockets: 8,
  seconds: 5,
  rate: 0,
  warmUpSeconds: 0,
  retransmitMs: 0,
  timeoutMs: 5_000,
  messageAuthenticator: false,
};
