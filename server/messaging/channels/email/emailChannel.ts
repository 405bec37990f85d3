import { type Mailer, MailRefused } from '../../../platform/mail/mailer.ts';
import type { Channel, OutgoingNotice } from '../channel.ts';

/** E-mail to the address people log in with. */
export function createEmailChannel(mailer: Mailer): Channel<'email'> {
  return {
    name: 'email',
    async deliver(notice, _route, signal) {
      const { recipient } = notice;
      if (!recipient) return { ok: false, why: 'E-mail needs a person.', retry: false };
      if (!mailer.configured) return { ok: false, why: 'No mail server is set.', retry: false };
      try {
        const { response } = await mailer.send(mailOf(notice, recipient.email), signal);
        return { ok: true, proof: response.slice(0, 300) };
      } catch (error) {
        if (!(error instanceof MailRefused)) throw error;
        return { ok: false, why: error.message, retry: error.retry };
      }
    },
  };
}

function mailOf(notice: OutgoingNotice, to: string): Parameters<Mailer['send']>[0] {
  const text = [notice.title, '', notice.text, '', `Open: ${notice.link}`, '', `${notice.company} · Lastmile`].join(
    '\n',
  );
  return { to, subject: `[${notice.company}] ${notice.title}`.replaceAll(/\s+/g, ' '), text, id: notice.noticeId };
}
