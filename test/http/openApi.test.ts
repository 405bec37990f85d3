import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApplication } from '#server/application.ts';
import { loadConfig } from '#server/platform/config/loadConfig.ts';
import { createDatabase } from '#server/platform/db/database.ts';
import { createLogger } from '#server/platform/log/logger.ts';
import { loadKeyring } from '#server/platform/secrets/keyring.ts';
import { createSecrets } from '#server/platform/secrets/secrets.ts';
import { Permission } from '#shared/tenant/permissions.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { startTestServer, systemClock, type TestServer } from './testServer.ts';

const Operation = z.object({
  summary: z.string().min(8),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), z.json()).optional() }),
  ),
  'x-access': z.enum(['public', 'session', 'subject', ...Permission.options]),
});
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.object({ Problem: z.unknown() }) }),
});

const methods = ['get', 'post', 'put', 'delete', 'patch'];

/** The whole product with the lab, put together and not started. */
async function described(): Promise<z.infer<typeof Document>> {
  using folder = temporaryFolder();
  const log = createLogger({ level: 'silent', format: 'json' });
  const application = createApplication({
    config: loadConfig({ LASTMILE_DATA_DIR: folder.path }),
    log,
    clock: systemClock,
    database: createDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' }),
    clientDirectory: folder.path,
    node: 'test',
    secrets: createSecrets(loadKeyring('', [Buffer.alloc(32).toString('base64')])),
  });
  return Document.parse(await application.http.openApi());
}

test('every route of the product is described: summary, tag, access, security, answers and problems', async () => {
  const { paths } = await described();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  expect(operations.length).toBeGreaterThan(40);
  const lacking = operations.flatMap(({ name, operation }) => {
    const parsed = Operation.safeParse(operation);
    return parsed.success ? [] : [`${name}: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`];
  });
  expect(lacking).toEqual([]);
  for (const { name, operation } of operations) {
    const { responses, security, 'x-access': access } = Operation.parse(operation);
    const statuses = Object.keys(responses);
    expect({ name, answers: statuses.some((status) => status.startsWith('2')) }).toEqual({ name, answers: true });
    expect(responses['default']?.content).toHaveProperty('application/problem+json');
    const open = access === 'public';
    expect({ name, open: !statuses.includes('401') && security.length === 0 }).toEqual({ name, open });
  }
});

test('nothing in the document refers to what is not in it', async () => {
  const document = await described();
  const text = JSON.stringify(document);
  for (const [, reference] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = (reference ?? '')
      .split('/')
      .reduce<unknown>(
        (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key.replaceAll('~1', '/')) : undefined),
        document,
      );
    expect({ reference, found: found !== undefined }).toEqual({ reference, found: true });
  }
});

describe('the documentation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  test('is a page with scripts of its own, styles relaxed there alone', async () => {
    const page = await fetch(`${server.url}/api/docs/`);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    const html = await page.text();
    expect(html).not.toMatch(/<script>(?!<)/);
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const { status } = await fetch(new URL(path ?? '', page.url));
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    expect((await fetch(`${server.url}/healthz`)).headers.get('content-security-policy')).not.toContain('unsafe');
  });

  test('is there as a document for programs', async () => {
    const answer = await fetch(`${server.url}/api/openapi.json`);
    expect(Document.parse(await answer.json()).openapi).toBe('3.1.0');
  });
});
