/** Why somebody is not let in, and what the person is told with it (Reply-Message). */
export const rejectReasons = {
  // The same words for all three: nobody shall find out which names there are.
  unknownUser: 'User name or password is wrong.',
  wrongPassword: 'User name or password is wrong.',
  noCredentials: 'User name or password is wrong.',
  methodImpossible: 'This way of logging in does not work for this account.',
  pending: 'This subscription has not been activated yet.',
  suspended: 'This subscription is suspended.',
  expired: 'This subscription has expired.',
  left: 'This subscription has ended.',
  blocked: 'This subscription is blocked.',
  quotaUsed: 'The data volume is used up.',
  closed: 'This subscription is not open.',
  wrongRouter: 'This subscription is for another place.',
  wrongService: 'This account is not for logging in to equipment.',
  wrongAccessType: 'This subscription is for another kind of access.',
  macNotBound: 'This device is not the one of this subscription.',
  alreadyConnected: 'This account is in use by as many devices as it may have.',
  noAddress: 'No address is free.',
  eap: 'The login failed.',
} as const;
export type RejectReason = keyof typeof rejectReasons;

/** Why a datagram gets no answer. */
export const dropReasons = [
  'unknownSource',
  'unknownIdentifier',
  'malformed',
  'wrongCode',
  'wrongSecret',
  'messageAuthenticatorMissing',
  'messageAuthenticatorWrong',
  'proxyStateUnsigned',
  'inProgress',
  'rejectFlood',
  'journalFull',
  'incomplete',
  'replyTooLong',
  'eapDiscarded',
  'noTemplate',
  'notReady',
] as const;
export type DropReason = (typeof dropReasons)[number];
