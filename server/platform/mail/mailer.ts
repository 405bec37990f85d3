/** One mail to one person. Plain text: what every client shows, and what can hide nothing. */
export interface MailMessage {
  /** An address alone. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Steady over retries, so that a mail sent twice is shown once by clients that look; without angle brackets or host. */
  readonly id?: string;
}

/**
 * refused: the server will not take this mail, trying again does not help · unreachable: no answer, or "later"; it may
 * work in a while · misconfigured: name, password or certificate are wrong · unconfigured: there is no mail server
 */
export type MailFailure = 'refused' | 'unreachable' | 'misconfigured' | 'unconfigured';

/** The mail was not taken. `message` says what the server said, never whom it was for or what it held. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  readonly failure: MailFailure;
  /** Sending the same again later can help. */
  readonly retry: boolean;

  constructor(failure: MailFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
    this.retry = failure !== 'refused';
  }
}

/** What the next server said when it took the mail over. */
export interface MailTaken {
  readonly response: string;
}

export interface Mailer {
  /** Whether this installation can send mail at all. */
  readonly configured: boolean;
  /** Resolves when the next server has taken it over. Throws MailRefused, within half a minute or when `signal` aborts. */
  send(message: MailMessage, signal?: AbortSignal): Promise<MailTaken>;
  /** Sends no more; idempotent. */
  stop(): void;
}

/** For an installation without mail server. */
export const noMailer: Mailer = {
  configured: false,
  send: () => Promise.reject(new MailRefused('unconfigured', 'LASTMILE_SMTP_URL is not set')),
  stop: () => undefined,
};
