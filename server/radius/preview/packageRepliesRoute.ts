import { PackageReplies, PackageRepliesAsked } from '#shared/package/onRouters.ts';
import type { TenantId } from '#shared/values/ids.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import { feedPools } from '../feed/radiusFeedStore.ts';
import { packageReplies } from './packageReplies.ts';

/** `POST /api/packages/replies`. `vendorsOf`: of the company's routers, one each. */
export function packageRepliesRoute(database: Database, vendorsOf: (tenant: TenantId) => readonly string[]): Routes {
  return (app) => {
    app.post(
      '/api/packages/replies',
      {
        config: { access: 'package.view' },
        schema: {
          summary: 'What routers of each kind would be told of a package with these values',
          body: PackageRepliesAsked,
          response: { 200: PackageReplies },
        },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        const pools = await database.tenantTx(tenant, feedPools);
        return packageReplies(request.body, pools, vendorsOf(tenant));
      },
    );
  };
}
