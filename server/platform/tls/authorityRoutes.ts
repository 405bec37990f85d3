import type { Routes } from '../http/httpApp.ts';
import { HttpProblem } from '../http/problem.ts';

/** `GET /ca.crt`: the certificate of this installation's own authority, for people to install on their devices. */
export function authorityRoutes(authority: () => string | undefined): Routes {
  return (app) => {
    app.get(
      '/ca.crt',
      {
        config: { access: 'public' },
        schema: { summary: 'Certificate of the own authority, to be trusted by devices' },
      },
      (_request, reply) => {
        const certificate = authority();
        if (certificate === undefined) {
          throw new HttpProblem(404, 'tls/no-authority', 'This installation has no certificate authority of its own.');
        }
        return reply
          .type('application/x-x509-ca-cert')
          .header('content-disposition', 'attachment; filename="lastmile-ca.crt"')
          .header('cache-control', 'no-cache')
          .send(certificate);
      },
    );
  };
}
