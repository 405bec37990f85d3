import type { MailMessage } from '../platform/mail/mailer.ts';

export interface LinkMail {
  readonly to: string;
  readonly name: string;
  readonly companyName: string;
  readonly link: string;
}

export function invitationMail({ to, name, companyName, link }: LinkMail, invitedBy: string): MailMessage {
  return {
    to,
    subject: `${companyName}: you are invited to Lastmile`,
    text: [
      `Hello ${name},`,
      `${invitedBy === '' ? companyName : invitedBy} invites you to work in Lastmile for ${companyName}. Open this link within 7 days, check your name and choose a password:`,
      link,
      'The link is for you alone and good once. If you did not expect it, do nothing.',
    ].join('\n\n'),
  };
}

export function resetMail({ to, name, companyName, link }: LinkMail): MailMessage {
  return {
    to,
    subject: `${companyName}: a new password for Lastmile`,
    text: [
      `Hello ${name},`,
      `Somebody, probably you, wants a new password for your account at ${companyName}. Open this link within one hour:`,
      link,
      'The link is good once. If it was not you, do nothing: your password stays as it is.',
    ].join('\n\n'),
  };
}

export function confirmEmailMail({ to, name, companyName, link }: LinkMail): MailMessage {
  return {
    to,
    subject: `${companyName}: confirm this address`,
    text: [
      `Hello ${name},`,
      `From now on you want to log in to Lastmile at ${companyName} with this address. Open this link within one day to confirm it:`,
      link,
      'If it was not you, do nothing.',
    ].join('\n\n'),
  };
}

/** To the address that was left, so that its owner learns of a change somebody else made. */
export function emailChangedMail({ to, name, companyName }: Omit<LinkMail, 'link'>): MailMessage {
  return {
    to,
    subject: `${companyName}: your login name has changed`,
    text: [
      `Hello ${name},`,
      `Your account at ${companyName} in Lastmile logs in with another e-mail address now. If you do not know of it, tell an administrator at once.`,
    ].join('\n\n'),
  };
}
