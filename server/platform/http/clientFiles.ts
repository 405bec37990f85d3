import { access } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from './httpApp.ts';
import { sendProblem } from './problemHandlers.ts';

const notBuilt = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lastmile</title></head><body>
<h1>The console is not built</h1>
<p>The server is running, but there are no client files. <code>npm start</code> builds them; when it has finished, reload this page.</p>
<p><a href="/readyz">Is the server ready?</a></p></body></html>`;

/**
 * Serves the built client from `directory`. Files under `assets/` have their content's hash in the name and may be kept
 * for ever; everything else is asked for again each time (with an ETag). The directory may appear later.
 */
export function installClientFiles(app: HttpApp, directory: string): void {
  void app.register(fastifyStatic, {
    root: directory,
    index: false,
    cacheControl: false,
    dotfiles: 'ignore',
    preCompressed: true,
    suppressWarning: true,
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        path.startsWith(join(directory, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

/** A path of the client's own router gets its page; anything else that is not there is a problem. */
export function createNotFoundHandler(
  directory: string,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    if (!isScreen(request))
      return sendProblem(request, reply, { status: 404, code: 'request/not-found', detail: 'There is nothing here.' });
    if (await exists(join(directory, 'index.html'))) return reply.code(200).sendFile('index.html');
    return reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt);
  };
}

function isScreen(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const path = request.url.replace(/[?#].*$/s, '');
  if (/^\/(api|socket\.io|assets|metrics|healthz|readyz)(\/|$)/.test(path)) return false;
  return !/\.\w+$/.test(path);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
