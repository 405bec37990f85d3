import { createAuditFeature } from './audit/auditFeature.ts';
import { createDeviceIntentFeature } from './deviceIntent/deviceIntentFeature.ts';
import { createMaintenanceFeature } from './maintenance/maintenanceFeature.ts';
import { createMessagingFeature } from './messaging/messagingFeature.ts';
import { createNasFeature } from './nas/nasFeature.ts';
import { createOnCallFeature } from './onCall/onCallFeature.ts';
import type { Feature, FeatureContext } from './platform/feature.ts';
import { createSampleFeature } from './sample/sampleFeature.ts';
import { createSavedViewFeature } from './savedView/savedViewFeature.ts';
import { createAdministrationFeature } from './tenant/administrationFeature.ts';

/** The parts of the product, in the order they start. A new one is a folder and a line here. */
export function createFeatures(context: FeatureContext): readonly Feature[] {
  const deviceIntents = createDeviceIntentFeature(context);
  const samples = createSampleFeature(context);
  const messaging = createMessagingFeature(context);
  const maintenance = createMaintenanceFeature(context);
  const onCall = createOnCallFeature(context, messaging);
  const routers = createNasFeature(context, {
    samples,
    maintenance,
    intents: deviceIntents,
  });
  const administration = createAdministrationFeature(context, () => features);
  const audit = createAuditFeature(context, () => features);
  const savedViews = createSavedViewFeature(context);
  const features: readonly Feature[] = [
    administration,
    audit,
    deviceIntents,
    samples,
    routers,
    messaging,
    maintenance,
    onCall,
    savedViews,
  ];
  return features;
}
