import { request } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { gardenPage, languageOf } from '#server/hotspot/garden/gardenPage.ts';
import { GardenServer } from '#server/hotspot/garden/gardenServer.ts';
import { gardenVisitOf } from '#server/hotspot/garden/gardenVisitors.ts';
import { systemClock } from '#server/platform/actors/systemClock.ts';
import { TenantId } from '#shared/values/ids.ts';
import { look } from './look.ts';

const savanna = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000001');
const padma = TenantId.parse('0192a0c4-7e1a-7000-8000-000000000002');

const visits = (
  users: Readonly<Record<string, readonly (readonly [TenantId, string])[]>>,
  tenants = [savanna, padma],
) => ({
  tenants: () => tenants,
  lookOf: (tenant: TenantId) => Promise.resolve(look({ name: tenant === savanna ? 'Savanna' : 'Padma' })),
  routerAddresses: (tenant: TenantId) => (tenant === savanna ? ['192.0.2.1', null] : ['192.0.2.2']),
  usersAt: (tenant: TenantId, address: string) =>
    (users[address] ?? []).filter(([of]) => of === tenant).map(([, username]) => username),
});

test('the line is known by its address, the company by that of its router, and nobody by what two have', async () => {
  const options = visits({
    '10.0.0.9': [[padma, 'rahim']],
    '10.0.0.8': [
      [padma, 'rahim'],
      [savanna, 'amina'],
    ],
  });
  const seen = async (address: string, from = options): Promise<readonly (string | undefined)[]> => {
    const visit = await gardenVisitOf(from, address);
    return [visit.look?.name, visit.username];
  };
  expect(await seen('10.0.0.9')).toEqual(['Padma', 'rahim']);
  expect(await seen('10.0.0.8')).toEqual([undefined, undefined]);
  expect(await seen('192.0.2.1')).toEqual(['Savanna', undefined]);
  expect(await seen('192.0.2.77')).toEqual([undefined, undefined]);
  expect(await seen('192.0.2.77', visits({}, [savanna]))).toEqual(['Savanna', undefined]);
});

test('the page has everything inside, and nothing that was typed is taken for markup', () => {
  const evil = '<script>alert(1)</script>"';
  for (const language of ['en', 'sw', 'bn'] as const) {
    const page = gardenPage({ look: look({ name: evil, support: evil, howToPay: evil }), username: evil, language });
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(src|href)="(?!data:|\/\?lang=)/);
    expect(page).toContain(`<html lang="${language}">`);
  }
  expect(gardenPage({ look: look(), username: 'amina', language: 'sw' })).toContain('M-Pesa, Paybill 4 00 200');
});

test.each([
  [['en', 'sw'], null, 'sw-KE,sw;q=0.9,en;q=0.8', 'sw'],
  [['en', 'sw'], 'en', 'sw', 'en'],
  [['bn', 'en'], null, 'fr', 'bn'],
  [['bn'], 'sw', undefined, 'bn'],
] as const)('of %j, %s chosen and %s asked for, it is %s', (languages, chosen, accepted, expected) => {
  expect(languageOf(languages, chosen, accepted)).toBe(expected);
});

test('whatever host and path is asked for, the answer is the page, and no browser may keep it', async () => {
  const port = await freePort();
  const troubles: unknown[] = [];
  const server = new GardenServer({
    ...{ clock: systemClock, addresses: ['127.0.0.1'], port },
    visitOf: () => Promise.resolve({ look: look(), username: 'amina' }),
    onTrouble: (error) => troubles.push(error),
  });
  try {
    const asked = async (method: string, path: string, language: string) =>
      await new Promise<{ status: number | undefined; cache: string | undefined; body: string }>((resolve, reject) => {
        const headers = { host: 'connectivitycheck.example.com', 'accept-language': language };
        request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
          let body = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          answer.on('end', () => resolve({ status: answer.statusCode, cache: answer.headers['cache-control'], body }));
        })
          .on('error', reject)
          .end();
      });
    const probe = await asked('GET', '/generate_204', 'sw');
    expect(probe).toMatchObject({ status: 200, cache: 'no-store' });
    expect(probe.body).toContain('Intaneti yako imesitishwa');
    expect((await asked('POST', '//x?lang=bn', 'sw')).body).toContain('আপনার ইন্টারনেট');
    expect((await asked('HEAD', '/', 'en')).body).toBe('');
    expect(troubles).toEqual([]);
  } finally {
    await server.stop();
  }
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => void probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as { port: number };
  await new Promise<void>((closed) => void probe.close(() => closed()));
  return port;
}
