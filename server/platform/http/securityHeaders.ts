import helmet from '@fastify/helmet';
import type { HttpApp } from './httpApp.ts';

const directives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  // Maps draw in workers, which come from the console's own files.
  'worker-src': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'report-uri': ['/api/csp-report'],
};

/** `https`: the product is reached over TLS (directly or through a proxy), so browsers may be told to insist on it. */
export function installSecurityHeaders(app: HttpApp, https: boolean): void {
  void app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    // `no-referrer` would make browsers send `Origin: null` with forms, which the origin check refuses.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
