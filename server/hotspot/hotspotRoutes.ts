import { z } from 'zod';
import { HotspotInstall, HotspotLook, HotspotView } from '#shared/hotspot/look.ts';
import { TenantId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { hotspotRefusal, type Hotspots } from './hotspots.ts';
import type { PageFile } from './pageMaker.ts';
import { pageMakers } from './vendors/all.ts';

export interface HotspotRoutesOptions {
  readonly hotspots: Hotspots;
  /** Where people and routers reach this server; else it is believed what a request says. */
  readonly publicUrl: string | undefined;
}

/** A dozen files for each of many routers that are set up together. */
const fetching = { access: 'public', rateLimit: { max: 300, timeWindow: 60_000 } } as const;
const manage = { access: 'hotspot.manage' } as const;
const ofPage = z.object({
  tenant: TenantId,
  vendor: z.string().max(20),
  key: z.string().max(64),
  '*': z.string().max(60),
});

/** `/api/hotspot` for the console; `/hotspot/…` is what routers fetch. */
export function hotspotRoutes({ hotspots, publicUrl }: HotspotRoutesOptions): Routes {
  return (app) => {
    app.get(
      '/api/hotspot',
      {
        config: { access: 'voucher.view' },
        schema: { summary: 'How login pages of hotspots look', response: { 200: HotspotView } },
      },
      (request) => hotspots.view(requireSubject(request).tenant),
    );
    app.put(
      '/api/hotspot',
      { config: manage, schema: { summary: 'Change how login pages look', body: HotspotLook } },
      async (request, reply) => {
        const { tenant, userId } = requireWholeCompany(requireSubject(request));
        await hotspots.change(tenant, request.body, userId);
        return await reply.code(204).send();
      },
    );
    app.post(
      '/api/hotspot/install',
      {
        config: manage,
        schema: { summary: 'What makes routers fetch and serve the pages', response: { 200: HotspotInstall } },
      },
      async (request) => {
        const { tenant } = requireWholeCompany(requireSubject(request));
        const [{ look }, key] = [await hotspots.view(tenant), await hotspots.pageKey(tenant)];
        const base = publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`;
        return {
          kinds: pageMakers.map((maker) => {
            const files = maker.files(look);
            const url = `${base}/hotspot/${tenant}/${key}/${maker.vendor}`;
            return {
              vendor: maker.vendor,
              name: maker.name,
              url,
              script: maker.installScript(url, files),
              files: files.map(({ path, content }) => ({ path, bytes: Buffer.byteLength(content) })),
            };
          }),
        };
      },
    );
    app.get(
      '/hotspot/:tenant/:key/:vendor/*',
      { config: fetching, schema: { summary: 'A file of the login pages, as a router serves it', params: ofPage } },
      async (request, reply) => {
        const { tenant, key, vendor, '*': path } = request.params;
        const look = await hotspots.lookByKey(tenant, key);
        const maker = pageMakers.find((one) => one.vendor === vendor);
        const file: PageFile | undefined = look && maker?.files(look).find((one) => one.path === path);
        if (!file) throw hotspotRefusal(404, 'hotspot/not-found');
        return await reply
          .header('cache-control', 'no-cache')
          // Templates of routers are no pages of this site: nothing in them may run here.
          .header('content-security-policy', "default-src 'none'; sandbox")
          .type(file.type)
          .send(file.content);
      },
    );
  };
}

function requireWholeCompany(subject: Subject): Subject {
  if (subject.branches !== 'all') throw hotspotRefusal(403, 'hotspot/company-wide');
  return subject;
}
