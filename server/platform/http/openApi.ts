import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { HttpApp } from './httpApp.ts';
import { problemSchema, responsesWithProblems } from './openApiProblems.ts';

export const docsPath = '/api/docs';

/** What the page of the documentation needs beyond the policy of all others: it sets styles by itself. */
const docsPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  'report-uri /api/csp-report',
].join(';');

const about = `HTTP interface of Lastmile, version {version}.

Programs send an access token: \`Authorization: Bearer lm_…\`. Browsers have a session cookie and send the token of
\`GET /api/session\` as \`x-csrf-token\` with whatever changes something. Errors are problem details (RFC 9457) with a \`code\`
for programs; what was wrong in a request stands in \`errors\`. What is live (lists, states, counters) is not here but on
the live connection.`;

/**
 * Describes every route declared after it, from the zod schemas that also check requests and answers:
 * `/api/openapi.json`, and a page to read and try it at `/api/docs`.
 */
export function installOpenApi(app: HttpApp, version: string): void {
  void app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Lastmile', version, description: about.replace('{version}', version) },
      components: {
        schemas: { Problem: problemSchema },
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-lastmile_session',
            description: 'A browser; over plain HTTP without `__Host-`.',
          },
          token: { type: 'http', scheme: 'bearer', description: 'An access token, `lm_…`.' },
        },
      },
    },
    transform(document) {
      const { url } = document;
      if (!isDescribed(url) || document.schema?.hide === true) return { schema: { hide: true }, url };
      const { access, stepUp } = document.route.config ?? {};
      const given: FastifySchema = document.schema ?? {};
      const { schema } = jsonSchemaTransform({ ...document, schema: given });
      const described = {
        ...withoutRecursion(schema),
        tags: given.tags ?? [tagOf(url)],
        security: securityOf(access, stepUp === true),
        response: responsesWithProblems(withoutRecursion(schema).response, {
          guarded: access !== 'public',
          hasInput: hasInput(given),
        }),
        'x-access': access ?? 'session',
        ...(stepUp ? { 'x-step-up': true } : {}),
      };
      return { schema: described, url };
    },
  });
  void app.register(fastifySwaggerUi, {
    routePrefix: docsPath,
    staticCSP: docsPolicy,
    theme: { title: 'Lastmile API' },
    uiConfig: { deepLinking: true, docExpansion: 'none', persistAuthorization: false, validatorUrl: null },
  });
}

/** `GET /api/openapi.json`. */
export function openApiRoute(app: HttpApp): void {
  app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger());
}

/**
 * A recursive schema (`z.json()`: anything that JSON can say) is described by the empty one, which allows the same: where
 * it refers to is inside one route and nowhere in the document.
 */
function withoutRecursion({ body, params, querystring, response, ...rest }: FastifySchema): FastifySchema {
  return {
    ...rest,
    body: plain(body),
    params: plain(params),
    querystring: plain(querystring),
    response: plain(response),
  };
}

function plain(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(plain);
  if ('$ref' in schema && typeof schema.$ref === 'string' && /(^#$|schema\d+$)/.test(schema.$ref)) return {};
  const members = Object.entries(schema).filter(([key]) => key !== '$defs');
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}

/** The interface for programs; not the console's files, and not the documentation itself. */
function isDescribed(url: string): boolean {
  return /^\/(api\/(?!docs|csp-report|openapi)|ca\.crt$)/.test(url);
}

/** `/api/users/:id/role` → `users`. */
function tagOf(url: string): string {
  return /^\/api\/([\w-]+)/.exec(url)?.[1] ?? 'server';
}

function hasInput({ body, params, querystring }: FastifySchema): boolean {
  return body !== undefined || params !== undefined || querystring !== undefined;
}

function securityOf(access: string | undefined, stepUp: boolean): readonly Record<string, readonly string[]>[] {
  if (access === 'public') return [];
  const persons = access === undefined || access === 'session' || stepUp;
  return persons ? [{ session: [] }] : [{ session: [] }, { token: [] }];
}
