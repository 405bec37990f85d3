import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { type Mailer, type MailFailure, MailRefused, noMailer } from './mailer.ts';

export interface MailConfig {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. */
  readonly url: string;
  /** `Name <address>` or an address. */
  readonly from: string;
}

const connectWithinMs = 10_000;
const silentAtMostMs = 20_000;
/** Servers may dawdle with every answer; this is for the whole. */
const sentWithinMs = 30_000;
const mostAtOnce = 2;

/**
 * Sends through one SMTP server, over at most two connections that are kept for a while. Without TLS only on this machine,
 * or where the address says `?starttls=no`.
 */
export function createMailer(config: MailConfig | undefined): Mailer {
  if (config === undefined) return noMailer;
  const transport = createTransport({ ...connectionTo(new URL(config.url)), pool: true, maxConnections: mostAtOnce });
  // A pooled connection that breaks while idle is replaced; the error would end the process otherwise.
  transport.on('error', () => undefined);
  const domain = config.from.replace(/^.*@/, '').replace(/>.*$/, '');
  return {
    configured: true,
    async send({ to, subject, text, id }, signal) {
      if (/[\r\n,;<>]/.test(to)) throw new MailRefused('refused', 'not one address');
      const mail = {
        ...{ from: config.from, to: { name: '', address: to }, subject: oneLine(subject), text },
        ...(id === undefined
          ? {}
          : { messageId: `<${createHash('sha256').update(id).digest('hex').slice(0, 40)}@${domain}>` }),
        // RFC 3834: no absence notes in answer.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...{ disableFileAccess: true, disableUrlAccess: true },
      };
      try {
        const { response } = await withinTime(transport.sendMail(mail), signal);
        return { response };
      } catch (error) {
        throw mailRefused(error);
      }
    },
    stop: () => transport.close(),
  };
}

function connectionTo(url: URL) {
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const onThisMachine = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !onThisMachine && url.searchParams.get('starttls') !== 'no',
    connectionTimeout: connectWithinMs,
    greetingTimeout: connectWithinMs,
    dnsTimeout: connectWithinMs,
    socketTimeout: silentAtMostMs,
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  };
}

/** The mail may still go out afterwards: nodemailer can't take back what it has begun. */
async function withinTime<Sent>(sending: Promise<Sent>, signal: AbortSignal | undefined): Promise<Sent> {
  const timeout = AbortSignal.timeout(sentWithinMs);
  const over = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  return await new Promise<Sent>((resolve, reject) => {
    const late = (): void => reject(new MailRefused('unreachable', 'the mail server takes too long'));
    if (over.aborted) late();
    over.addEventListener('abort', late, { once: true });
    sending.then(resolve, reject).finally(() => over.removeEventListener('abort', late));
  });
}

const failures: Readonly<Record<string, MailFailure>> = {
  EAUTH: 'misconfigured',
  ENOAUTH: 'misconfigured',
  EOAUTH2: 'misconfigured',
  ETLS: 'misconfigured',
  ECONFIG: 'misconfigured',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
};

/** RFC 5321 §4.2.1: 4yz means later, 5yz never. Addresses in what the server said are blotted out. */
function mailRefused(error: unknown): MailRefused {
  if (error instanceof MailRefused) return error;
  const { code = '', responseCode = 0 } = error as { code?: string; responseCode?: number };
  const later = responseCode >= 400 && responseCode < 500;
  const failure = later ? 'unreachable' : (failures[code] ?? 'unreachable');
  const said = error instanceof Error ? error.message : 'failed';
  return new MailRefused(failure, said.replaceAll(/\S+@\S+/g, '<address>').slice(0, 300), {
    cause: { code, responseCode },
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
