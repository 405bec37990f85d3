import { z } from 'zod';
import { Instant } from '../values/time.ts';

/** What a router needs to work with the product, one by one. */
export const OnboardingItem = z.enum([
  'radiusClient',
  'radiusIncoming',
  'pppAaa',
  'hotspotProfile',
  'timeSync',
  'apiGroup',
  'apiUser',
  'apiService',
  'firewall',
  'walledGarden',
]);
export type OnboardingItem = z.infer<typeof OnboardingItem>;

/**
 * right: as wanted · missing: not there · different: there, with other values · unreadable: the login may not see it ·
 * notNeeded: the router does not do this (no hotspot on it)
 */
export const OnboardingState = z.enum(['right', 'missing', 'different', 'unreadable', 'notNeeded']);
export type OnboardingState = z.infer<typeof OnboardingState>;

export const OnboardingDifference = z.object({
  /** In the router's own terms: `timeout`. */
  field: z.string(),
  wanted: z.string(),
  found: z.string().optional(),
});

export const OnboardingCheck = z.object({
  item: OnboardingItem,
  state: OnboardingState,
  /** Where on the router, in its own terms. */
  menu: z.string(),
  differences: z.array(OnboardingDifference),
  /** The commands that would put it right, secrets hidden. */
  commands: z.array(z.string()),
});
export type OnboardingCheck = z.infer<typeof OnboardingCheck>;

/** `POST /api/nas/:id/onboarding/check`: read back from the router just now. */
export const OnboardingReport = z.object({ readAt: Instant, checks: z.array(OnboardingCheck) });
export type OnboardingReport = z.infer<typeof OnboardingReport>;

/** `POST /api/nas/:id/onboarding/script` (permission `nas.viewSecrets`): to be pasted into the router's terminal. */
export const OnboardingScript = z.object({ script: z.string() });
export type OnboardingScript = z.infer<typeof OnboardingScript>;
