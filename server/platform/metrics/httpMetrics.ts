import { Counter, Histogram, type Registry } from 'prom-client';

export interface HttpMetrics {
  /** Seconds from request to the answer's last byte. `route` is the pattern, so that its values are few. */
  readonly duration: Histogram<'method' | 'route' | 'status'>;
  /** What browsers refused under the content security policy, by directive. */
  readonly cspReports: Counter<'directive'>;
  /** `accepted`, `refused`, `locked` or `busy`. */
  readonly logins: Counter<'outcome'>;
}

export function createHttpMetrics(registry: Registry): HttpMetrics {
  const registers = [registry];
  return {
    duration: new Histogram({
      name: 'lastmile_http_request_duration_seconds',
      help: 'HTTP requests from arrival to the end of the answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    cspReports: new Counter({
      name: 'lastmile_http_csp_reports_total',
      help: 'Content security policy violations that browsers reported.',
      labelNames: ['directive'],
      registers,
    }),
    logins: new Counter({ name: 'lastmile_logins_total', help: 'Logins tried.', labelNames: ['outcome'], registers }),
  };
}
