import { z } from 'zod';
import type { RepeatingLog } from '../log/repeatingLog.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import type { HttpApp } from './httpApp.ts';

/** One violation, whichever of the two forms browsers send it in. */
export const CspReport = z.object({ documentUrl: z.string(), directive: z.string(), blockedUrl: z.string() });
export type CspReport = z.infer<typeof CspReport>;

export interface CspReportOptions {
  readonly metrics: HttpMetrics;
  readonly repeatingLog: RepeatingLog;
  /** Lets tests read the last reports back. */
  readonly readable: boolean;
}

const text = z.string().max(2_000).transform(shortened);
const LegacyReport = z
  .object({
    'csp-report': z.object({
      'document-uri': text,
      'effective-directive': text.optional(),
      'violated-directive': text.optional(),
      'blocked-uri': text,
    }),
  })
  .transform(({ 'csp-report': report }) => [
    {
      documentUrl: report['document-uri'],
      directive: report['effective-directive'] ?? report['violated-directive'] ?? 'unknown',
      blockedUrl: report['blocked-uri'],
    },
  ]);
const ReportingApiReport = z
  .array(
    z.object({
      type: z.string(),
      body: z.object({ documentURL: text, effectiveDirective: text, blockedURL: text.nullish() }),
    }),
  )
  .max(20)
  .transform((reports) =>
    reports.map(({ body }) => ({
      documentUrl: body.documentURL,
      directive: body.effectiveDirective,
      blockedUrl: body.blockedURL ?? 'inline',
    })),
  );
const ReportBody = z.union([LegacyReport, ReportingApiReport]);

const mostKept = 100;
const directiveName = /^[a-z-]{3,40}$/;

/** `POST /api/csp-report` counts and logs what browsers refused; `GET /api/csp-reports` gives the last 100 where readable. */
export function cspReportRoutes({ metrics, repeatingLog, readable }: CspReportOptions): (app: HttpApp) => void {
  const kept: CspReport[] = [];

  function take(report: CspReport): void {
    const directive = directiveName.test(report.directive) ? report.directive : 'unknown';
    metrics.cspReports.inc({ directive });
    repeatingLog.report(
      `csp ${directive}`,
      'warn',
      { ...report },
      'a browser refused content under the security policy',
    );
    kept.push(report);
    if (kept.length > mostKept) kept.shift();
  }

  return (app) => {
    app.addContentTypeParser(
      ['application/csp-report', 'application/reports+json'],
      { parseAs: 'string', bodyLimit: 32_768 },
      parseJson,
    );
    app.post(
      '/api/csp-report',
      { schema: { body: ReportBody }, config: { rateLimit: { max: 60, timeWindow: 60_000, groupId: 'csp' } } },
      (request, reply) => {
        request.body.forEach(take);
        return reply.code(204).send();
      },
    );
    if (readable) app.get('/api/csp-reports', { schema: { response: { 200: z.array(CspReport) } } }, () => kept);
  };
}

function parseJson(
  _request: unknown,
  body: string | Buffer,
  done: (error: Error | null, parsed?: unknown) => void,
): void {
  try {
    done(null, JSON.parse(body.toString()));
  } catch (error) {
    done(Object.assign(new Error('The report is not JSON.', { cause: error }), { statusCode: 400 }));
  }
}

/** Without query and fragment: an address may carry what does not belong in a log. */
function shortened(url: string): string {
  return url.replace(/[?#].*$/s, '').slice(0, 300);
}
