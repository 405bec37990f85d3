import { z } from 'zod';
import type { TenantId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import { HttpProblem } from '../platform/http/problem.ts';
import type { LabClient } from './labClient.ts';

export interface LabRoutesOptions {
  readonly lab: LabClient;
  readonly slugOf: (tenant: TenantId) => Promise<string>;
}

const StormBody = z.object({
  /** Reports, spread over fewer alarms. */
  reports: z.int().min(1).max(100_000).default(5_000),
  alarms: z.int().min(1).max(20_000).default(500),
  seconds: z.int().min(1).max(60).default(5),
});
const Done = z.object({ ok: z.literal(true) });
const config = { access: 'inspector.operate' } as const;

/** Weather for the demo: a storm over the caller's own company, and calm. Exists only while the lab runs. */
export function labRoutes({ lab, slugOf }: LabRoutesOptions): Routes {
  return (app) => {
    app.post(
      '/api/lab/storm',
      { config, schema: { summary: 'Let the lab send an alarm storm', body: StormBody, response: { 200: Done } } },
      async (request) => {
        const tenantSlug = await slugOf(requireSubject(request).tenant);
        await told(lab.post('/storm', { ...request.body, tenantSlug }));
        return { ok: true as const };
      },
    );
    app.post(
      '/api/lab/calm',
      { config, schema: { summary: "End the lab's alarm storm", response: { 200: Done } } },
      async (request) => {
        const tenantSlug = await slugOf(requireSubject(request).tenant);
        await told(lab.post('/calm', { tenantSlug }));
        return { ok: true as const };
      },
    );
  };
}

async function told(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (cause) {
    throw new HttpProblem(502, 'lab/no-answer', 'The lab does not answer. The Inspector shows whether it runs.', {
      cause,
    });
  }
}
