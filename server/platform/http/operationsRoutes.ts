import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Readiness } from '../health/readiness.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { HttpApp } from './httpApp.ts';
import { HttpProblem } from './problem.ts';

export interface OperationsOptions {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Whoever presents it may read `/metrics` from another machine; without one, only this machine may. */
  readonly metricsToken?: string;
}

/** `/healthz`: the loop turns. `/readyz`: everything this process needs is there. `/metrics`: Prometheus text. */
export function operationsRoutes({ metrics, readiness, metricsToken }: OperationsOptions): (app: HttpApp) => void {
  return (app) => {
    app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }));
    app.get('/readyz', async (_request, reply) => {
      const report = await readiness.report();
      return reply
        .code(report.ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(report);
    });
    app.get('/metrics', async (request, reply) => {
      if (!isOwnMachine(request) && !presents(request, metricsToken)) {
        throw new HttpProblem(
          403,
          'metrics/not-permitted',
          'Metrics are read from this machine or with the metrics token.',
        );
      }
      return reply
        .type(metrics.registry.contentType)
        .header('cache-control', 'no-store')
        .send(await metrics.registry.metrics());
    });
  };
}

/** A proxy on this machine speaks for others, so a forwarded request is not our own even if it comes from loopback. */
function isOwnMachine(request: FastifyRequest): boolean {
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  return !forwarded && isLoopback(request.socket.remoteAddress);
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || (address?.replace(/^::ffff:/, '').startsWith('127.') ?? false);
}

function presents(request: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return token !== undefined && given !== undefined && timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
