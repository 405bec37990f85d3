import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { withLogContext } from '../log/logContext.ts';
import type { HttpMetrics } from '../metrics/httpMetrics.ts';
import type { HttpApp } from './httpApp.ts';

/** A proxy's id is kept if it is harmless in a log line, so that both logs can be read together. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Every answer names its request, every log line inside it too, and its duration is counted by route. */
export function installRequestIds(app: HttpApp, metrics: HttpMetrics): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogContext({ requestId: request.id }, done);
  });
  // The body arrives in the socket's context, so the request's has to be entered again after it.
  app.addHook('preValidation', (request, _reply, done) => withLogContext({ requestId: request.id }, done));
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    metrics.duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1_000);
    const level = isRead(request.method) ? 'debug' : 'info';
    const fields = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    withLogContext({ requestId: request.id }, () => request.log[level](fields, 'request'));
    done();
  });
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
