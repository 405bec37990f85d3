import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { troubleshootingRoutes } from './troubleshootingRoutes.ts';
import { troubleshootingView, type TroubleshootingViewPorts } from './troubleshootingView.ts';

export type TroubleshootingParts = Pick<
  TroubleshootingViewPorts,
  'accounting' | 'subscriptions' | 'routers' | 'radius' | 'online'
>;

/** Why a customer can't connect, from everything that is known of the line, its routers and RADIUS. */
export function createTroubleshootingFeature(
  { database, clock, repeating }: FeatureContext,
  parts: TroubleshootingParts,
): Feature {
  const ports: TroubleshootingViewPorts = {
    ...{ ...parts, database, clock },
    onTrouble: (error) =>
      repeating.report('troubleshooting', 'warn', { error: errorFields(error) }, 'a line could not be looked into'),
  };
  return {
    name: 'troubleshooting',
    views: [troubleshootingView(ports)] as Feature['views'] & object,
    routes: troubleshootingRoutes(ports),
  };
}
