/** What one router may make us hold, read or wait for. */
export interface RouterosLimits {
  readonly mostWordBytes: number;
  readonly mostSentenceBytes: number;
  readonly mostSentenceWords: number;
  /** Of one command's answer. */
  readonly mostReplyRows: number;
  readonly mostReplyBytes: number;
  /** Commands that were sent and not answered; more wait here. */
  readonly mostInFlight: number;
  readonly mostWaiting: number;
  readonly mostStreams: number;
  /** Replies to nothing that was asked, before the peer is not believed to speak this protocol. */
  readonly mostStrayReplies: number;
  /** Read per second; beyond it the socket is left unread for a while. */
  readonly mostBytesPerSecond: number;
  /** Connect, encrypt and log in. */
  readonly openWithinMs: number;
  readonly answerWithinMs: number;
  /** After this long without a word from the router it is asked for one. */
  readonly keepaliveAfterMs: number;
  readonly keepaliveWithinMs: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const routerosLimits: RouterosLimits = {
  // The longest is a configuration that is answered whole.
  mostWordBytes: 2 * MIB,
  mostSentenceBytes: 2 * MIB + 64 * KIB,
  mostSentenceWords: 1_000,
  mostReplyRows: 100_000,
  mostReplyBytes: 32 * MIB,
  mostInFlight: 8,
  mostWaiting: 64,
  mostStreams: 16,
  mostStrayReplies: 1_000,
  mostBytesPerSecond: 8 * MIB,
  openWithinMs: 5_000,
  answerWithinMs: 10_000,
  keepaliveAfterMs: 5_000,
  keepaliveWithinMs: 5_000,
};
