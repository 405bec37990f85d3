import type { IssuedLink } from '#shared/tenant/users.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import { type MailMessage, MailRefused } from '../platform/mail/mailer.ts';
import type { AdministrationPorts } from './administrationPorts.ts';

/** Where a link leads; the token stands behind `#`, which browsers keep to themselves. */
export type LinkPath = '/join' | '/reset' | '/confirm-email';

export function linkTo(origin: string, path: LinkPath, token: string): string {
  return `${origin.replace(/\/$/, '')}${path}#${token}`;
}

/**
 * Mails a link, or hands it to whoever asked where there is no mail server. The link is made already when this fails, so
 * it can be sent again. Throws HttpProblem when the mail is not taken.
 */
export async function handOver(
  { mailer, log }: AdministrationPorts,
  { link, expiresAt, mail }: { readonly link: string; readonly expiresAt: number; readonly mail: MailMessage },
): Promise<IssuedLink> {
  if (!mailer.configured) return { sent: false, link, expiresAt };
  try {
    await mailer.send(mail);
    return { sent: true, expiresAt };
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    log.warn({ err: error, failure: error.failure }, 'a link could not be mailed');
    throw new HttpProblem(
      502,
      'mail/refused',
      `The mail could not be sent (${error.message}). What you did is saved; send it again later.`,
      { cause: error },
    );
  }
}

/** For what may be lost: failures are logged. */
export async function mailQuietly({ mailer, log }: AdministrationPorts, mail: MailMessage): Promise<void> {
  if (!mailer.configured) return;
  await mailer.send(mail).catch((error: unknown) => log.warn({ err: error }, 'a mail could not be sent'));
}
