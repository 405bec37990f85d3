import type { Server } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock } from '#actors/system/clock.ts';
import type { Readiness } from '../health/readiness.ts';
import type { Logger } from '../log/logger.ts';
import { createRepeatingLog } from '../log/repeatingLog.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createNotFoundHandler, installClientFiles } from './clientFiles.ts';
import { cspReportRoutes } from './cspReports.ts';
import { databaseProblem } from './databaseProblem.ts';
import type { HttpApp, Routes } from './httpApp.ts';
import { ListenError } from './listenError.ts';
import { installOpenApi, openApiRoute } from './openApi.ts';
import { operationsRoutes } from './operationsRoutes.ts';
import { createErrorHandler } from './problemHandlers.ts';
import { installRequestIds, requestIdOf } from './requestIds.ts';
import { serializeParsed } from './responseSerializer.ts';
import { installSecurityHeaders } from './securityHeaders.ts';
import type { TrustedProxies } from './trustedProxies.ts';

/** Of the HTTP interface: grows when something in it stops being as it was. */
const apiVersion = '1.0';

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Absolute path of the built client. */
  readonly clientDirectory: string;
  /** The product is reached over TLS, directly or through a proxy. */
  readonly https: boolean;
  /** Proxies whose `X-Forwarded-*` is believed. */
  readonly trustsProxy: TrustedProxies;
  readonly metricsToken?: string;
  /** The lab runs: tests may read content security policy reports back. */
  readonly lab: boolean;
  /** API requests per minute and address (an IPv6 /64 counts as one). A NOC behind one address shares it. */
  readonly apiRequestsPerMinute?: number;
  /** What features add, in order. */
  readonly routes: readonly Routes[];
}

export interface HttpServer {
  /** Socket.IO attaches to it before `start`. */
  readonly server: Server;
  /** Throws {@link ListenError}. */
  start(): Promise<{ readonly port: number }>;
  /** The OpenAPI document of every route, without listening. */
  openApi(): Promise<object>;
  /** Takes no new connections, waits for answers under way at most `graceMs`, then closes what is left. */
  stop(graceMs?: number): Promise<void>;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const app = createApp(options);
  let stopping: Promise<void> | undefined;
  return {
    server: app.server,
    async start() {
      try {
        await app.listen({ host: options.host, port: options.port });
      } catch (error) {
        throw ListenError.from(error, options.host, options.port);
      }
      const address = app.server.address();
      return { port: typeof address === 'object' && address ? address.port : options.port };
    },
    async openApi() {
      await app.ready();
      return app.swagger();
    },
    stop: (graceMs = 5_000) => (stopping ??= stopApp(app, graceMs)),
  };
}

async function stopApp(app: HttpApp, graceMs: number): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), graceMs);
  await app.close().finally(() => clearTimeout(impatience));
}

function createApp(options: HttpServerOptions): HttpApp {
  const loggerInstance: FastifyBaseLogger = options.log;
  const app = Fastify({
    loggerInstance,
    // Lines get their request id from the context, and requests are logged by route (requestIds.ts).
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (address) => options.trustsProxy(address),
    bodyLimit: 262_144,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    requestIdHeader: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializeParsed);
  install(app, options);
  return app;
}

function install(app: HttpApp, options: HttpServerOptions): void {
  const repeatingLog = createRepeatingLog(options);
  app.addHook('onClose', () => repeatingLog.stop());
  app.setErrorHandler(createErrorHandler(repeatingLog, databaseProblem));
  app.setNotFoundHandler(createNotFoundHandler(options.clientDirectory));
  installRequestIds(app, options.metrics.http);
  installSecurityHeaders(app, options.https);
  void app.register(fastifyCookie);
  void app.register(fastifyRateLimit, {
    max: options.apiRequestsPerMinute ?? 3_000,
    timeWindow: 60_000,
    cache: 20_000,
    allowList: (request: FastifyRequest) => !request.url.startsWith('/api/'),
  });
  installOpenApi(app, apiVersion);
  const csp = cspReportRoutes({ metrics: options.metrics.http, repeatingLog, readable: options.lab });
  // Routes are declared inside plugins, because the limiter sees only those declared after it is loaded.
  for (const routes of [operationsRoutes(options), csp, openApiRoute])
    app.register(async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>()));
  app.register(async (scope) => options.routes.forEach((routes) => routes(scope.withTypeProvider<ZodTypeProvider>())));
  installClientFiles(app, options.clientDirectory);
}
