import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Clock } from '#actors/system/clock.ts';
import { createReadiness, type Readiness } from '#server/platform/health/readiness.ts';
import { createHttpServer, type HttpServerOptions } from '#server/platform/http/httpServer.ts';
import { createLogger, type Logger } from '#server/platform/log/logger.ts';
import { createMetrics, type Metrics } from '#server/platform/metrics/metrics.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs).unref(),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
};

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly lines: () => readonly Record<string, unknown>[];
  readonly stop: () => Promise<void>;
}

/** A real server on a free loopback port, with its log kept. */
export async function startTestServer(options: Partial<HttpServerOptions> = {}): Promise<TestServer> {
  const { log, lines } = recordingLog();
  const metrics = options.metrics ?? createMetrics();
  const readiness = options.readiness ?? createReadiness(200);
  const http = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log,
    clock: systemClock,
    metrics,
    readiness,
    clientDirectory: join(tmpdir(), 'lastmile-no-client'),
    https: false,
    trustsProxy: () => false,
    lab: true,
    routes: [],
    ...options,
  });
  const { port } = await http.start();
  const stop = (): Promise<void> => http.stop(500);
  return { url: `http://127.0.0.1:${port}`, readiness, metrics, lines, stop, [Symbol.asyncDispose]: stop };
}

export function recordingLog(level: 'debug' | 'info' = 'debug'): {
  log: Logger;
  lines: () => Record<string, unknown>[];
} {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return {
    log: createLogger({ level, format: 'json', stream }),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** A client directory as Vite would leave it. */
export async function builtClient(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lastmile-client-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(directory, 'assets', 'main-a1b2c3.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'main-a1b2c3.js.gz'), gzipSync('export {};'));
  await writeFile(join(directory, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return directory;
}
