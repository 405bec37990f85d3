import { demoSubscribers } from '#shared/lab/demoSubscribers.ts';
import type { SubscriberLine } from './mikrotik/radius/subscriberLine.ts';

/** The demonstration's equipment, by the router that it is behind. */
export function demoLines(): ReadonlyMap<string, readonly SubscriberLine[]> {
  const byRouter = Map.groupBy(demoSubscribers(), ({ routerName }) => routerName);
  return new Map(
    [...byRouter].map(([routerName, subscribers]) => [
      routerName,
      subscribers.map(({ username, equipmentPassword, mac, accessType, behaviour }) => ({
        username,
        password: equipmentPassword,
        mac,
        access: accessType,
        behaviour,
      })),
    ]),
  );
}
