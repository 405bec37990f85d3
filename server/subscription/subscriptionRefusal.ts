import { subscriptionRefusals, type SubscriptionRefusalCode } from '#shared/subscription/errors.ts';
import { HttpProblem } from '../platform/http/problem.ts';

const statuses: Partial<Record<SubscriptionRefusalCode, number>> = {
  'subscription/not-found': 404,
  'subscription/not-permitted': 403,
  'subscription/password-limit': 403,
  'subscription/customer-not-found': 422,
  'subscription/package-not-found': 422,
  'subscription/package-unfit': 422,
  'subscription/branch-not-found': 422,
  'subscription/username-needed': 422,
  'subscription/password-needed': 422,
  'subscription/mac-needed': 422,
  'subscription/reason-needed': 422,
};

/** 409 unless its code says more. */
export function subscriptionRefusal(code: SubscriptionRefusalCode): HttpProblem {
  return new HttpProblem(statuses[code] ?? 409, code, subscriptionRefusals[code]);
}
