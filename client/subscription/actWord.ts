import { say, type PlainKey } from '../words/words.ts';

const acts: Readonly<Record<string, PlainKey>> = {
  'subscription.activate': 'subscription.activate',
  'subscription.renew': 'subscription.renew',
  'subscription.extend': 'subscription.extend',
  'subscription.setEnd': 'subscription.setEnd',
  'subscription.suspend': 'subscription.suspend',
  'subscription.resume': 'subscription.resume',
  'subscription.changePackage': 'subscription.changePackage',
  'subscription.keepPackage': 'subscription.keepPackage',
  'subscription.changeCredentials': 'subscription.changeCredentials',
  'subscription.setMacs': 'subscription.changeMacs',
  'subscription.setSessions': 'subscription.sessions',
  'subscription.setAddresses': 'subscription.changeAddresses',
  'subscription.overrideRates': 'subscription.override',
  'subscription.endOverride': 'subscription.endOverride',
  'subscription.addQuota': 'subscription.addQuota',
  'subscription.leave': 'subscription.leave',
  'subscription.return': 'subscription.return',
  'subscription.moveBranch': 'subscription.branch',
};

/** What a command of a line is called on its buttons. */
export function actWord(command: string): string {
  const key = acts[command];
  return key === undefined ? command : say(key);
}
