import type { Feature, FeatureContext } from '../platform/feature.ts';
import { storedNames } from '../platform/objects/storedNames.ts';
import { savedViewRoutes } from './savedViewRoutes.ts';

/** Filter, sorting and columns of a list under a name. */
export function createSavedViewFeature({ database, clock, host }: FeatureContext): Feature {
  return {
    name: 'savedViews',
    routes: savedViewRoutes({ database, clock, newId: () => host.newId() }),
    objectNames: { savedView: storedNames(database, 'saved_view', 'name') },
  };
}
