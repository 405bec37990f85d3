import { customerMac } from './mikrotik/customerMac.ts';
import type { SubscriberLine } from './mikrotik/radius/subscriberLine.ts';
import type { MikrotikRouter } from './mikrotik/router.ts';

export interface GeneratedLines extends Omit<SubscriberLine, 'username' | 'password' | 'mac'> {
  readonly count: number;
  readonly first: number;
  readonly prefix: string;
  readonly passwordPrefix: string;
  readonly digits: number;
}

/** `user000000` with `pass000000` and so on, behind the routers in turn. */
export function generateLines(routers: readonly MikrotikRouter[], plan: GeneratedLines): void {
  const { count, first, prefix, passwordPrefix, digits, ...kind } = plan;
  const shares: SubscriberLine[][] = routers.map(() => []);
  for (let number = first; number < first + count; number += 1) {
    const text = String(number).padStart(digits, '0');
    const username = prefix + text;
    const line = { ...kind, username, password: passwordPrefix + text, mac: customerMac(username) };
    shares[number % routers.length]!.push(line);
  }
  for (const [index, { lines }] of routers.entries()) lines.add(shares[index]!);
}
