import { describe, expect, test } from 'vitest';
import { vendorKey } from '#server/platform/transport/radius/attributeKey.ts';
import { radiusCode } from '#server/platform/transport/radius/radiusCode.ts';
import { standardAttribute } from '#server/platform/transport/radius/standardAttribute.ts';
import type { RadiusNas } from '#server/radius/policy/radiusNas.ts';
import type { SubscriptionPolicy } from '#server/radius/policy/subscriptionPolicy.ts';
import { rejectReasons, type RejectReason } from '#server/radius/process/rejectReason.ts';
import { RadiusClient, type Attributes } from './radiusClient.ts';
import { bob, router, runningRadius } from './runningRadius.ts';

const {
  callingStationId,
  framedIpAddress,
  framedProtocol,
  framedRoute,
  delegatedIpv6Prefix,
  messageAuthenticator,
  nasIdentifier,
  proxyState,
  replyMessage,
  serviceType,
  sessionTimeout,
  nasPortType,
  class: classKey,
} = standardAttribute;
const rateLimit = vendorKey(14_988, 8);
const other = '019a0000-0000-7000-8000-0000000000ff';
const pppoe: Attributes = { [framedProtocol]: 1, [callingStationId]: 'AA:BB:CC:00:00:01' };

interface Case {
  readonly policy?: Partial<SubscriptionPolicy>;
  readonly nas?: Partial<RadiusNas>;
  readonly name?: string;
  readonly password?: string | undefined;
  readonly attributes?: Attributes;
}

async function logIn({ policy = {}, nas = {}, name = 'bob', attributes = pppoe, ...given }: Case) {
  await using radius = await runningRadius({ policies: [policy], nas });
  await using client = await RadiusClient.open(radius.ports);
  const answer = await client.logIn(name, 'password' in given ? given.password : 'hello', attributes);
  return { answer, stats: radius.process.stats() };
}

describe('an Access-Request', () => {
  test('is accepted with what the package says, signed first of all', async () => {
    const { answer } = await logIn({});
    expect(answer?.code).toBe(radiusCode.accessAccept);
    expect(answer?.attributes.key(0)).toBe(messageAuthenticator);
    expect(answer?.text(rateLimit)).toBe('5M/20M');
    expect(answer?.octets(classKey)?.length).toBe(27);
  });

  test.each([
    ['in other letters', 'BOB'],
    ['with blanks around it', ' bob '],
  ])('finds a name %s', async (_, name) => {
    expect((await logIn({ name })).answer?.code).toBe(radiusCode.accessAccept);
  });

  test.each<readonly [RejectReason, Case]>([
    ['unknownUser', { name: 'eve' }],
    ['wrongPassword', { password: 'Hello' }],
    ['wrongPassword', { password: 'hello1' }],
    ['wrongPassword', { password: '' }],
    ['noCredentials', { password: undefined }],
    ['pending', { policy: { standing: 'closed', closedReason: 'pending' } }],
    ['suspended', { policy: { standing: 'closed', closedReason: 'suspended' } }],
    ['left', { policy: { standing: 'closed', closedReason: 'left' } }],
    ['quotaUsed', { policy: { standing: 'closed', closedReason: 'quotaUsed' } }],
    ['expired', { policy: { validUntil: Date.now() - 1 } }],
    ['wrongRouter', { policy: { nasIds: [other] } }],
    ['wrongService', { attributes: { ...pppoe, [serviceType]: 6 } }],
    ['wrongService', { attributes: { ...pppoe, [serviceType]: 7 } }],
    ['wrongService', { attributes: { [serviceType]: 1, [callingStationId]: '198.51.100.9' } }],
    ['wrongAccessType', { policy: { accessTypes: ['hotspot'] } }],
    ['macNotBound', { policy: { macBinding: 'fixed', macs: ['aa:bb:cc:00:00:02'] } }],
    [
      'macNotBound',
      { policy: { macBinding: 'fixed', macs: ['aa:bb:cc:00:00:01'] }, attributes: { [framedProtocol]: 1 } },
    ],
    ['noAddress', { policy: { pool: 7 } }],
  ])('is rejected: %s (%#)', async (reason, given) => {
    const { answer, stats } = await logIn(given);
    expect(answer?.code).toBe(radiusCode.accessReject);
    expect(answer?.text(replyMessage)).toBe(rejectReasons[reason]);
    expect(stats.rejects[reason]).toBe(1);
    // RFC 5080 §2.6: nothing that grants anything is in a reject.
    expect(answer?.has(rateLimit) || answer?.has(classKey) || answer?.has(framedIpAddress)).toBe(false);
  });

  test('behind the end goes into the walled garden where there is one', async () => {
    await using radius = await runningRadius({
      policies: [{ validUntil: Date.now() - 1, afterReply: 2, endsAtExpiry: true }],
    });
    radius.process.apply({
      say: 'templates',
      templates: [
        {
          id: 2,
          attributes: { standard: Buffer.from([11, 6, 119, 97, 108, 108]).toString('base64') },
          interimSeconds: 60,
        },
      ],
    });
    await using client = await RadiusClient.open(radius.ports);
    const answer = await client.logIn('bob', 'hello', pppoe);
    expect(answer?.code).toBe(radiusCode.accessAccept);
    expect(answer?.text(standardAttribute.filterId)).toBe('wall');
    expect(answer?.has(sessionTimeout)).toBe(false);
  });

  test('ends its session at the end of what is paid', async () => {
    const { answer } = await logIn({ policy: { validUntil: Date.now() + 3_600_000, endsAtExpiry: true } });
    expect(answer?.u32(sessionTimeout)).toBeGreaterThan(3_590);
    expect(answer?.u32(sessionTimeout)).toBeLessThanOrEqual(3_600);
  });

  test('gets the addresses and routes of its line', async () => {
    const { answer } = await logIn({
      policy: {
        staticIpv4: '198.51.100.7',
        delegatedPrefix: '2001:db8:7::/56',
        framedRoutes: ['203.0.113.0/29 198.51.100.7 1'],
      },
    });
    expect(answer?.ipv4(framedIpAddress)).toBe('198.51.100.7');
    expect(answer?.octets(delegatedIpv6Prefix)?.toString('hex')).toBe('003820010db8000700');
    expect(answer?.text(framedRoute)).toBe('203.0.113.0/29 198.51.100.7 1');
  });

  test('by CHAP needs the password in clear', async () => {
    await using radius = await runningRadius({
      policies: [
        {},
        { subscriptionId: other, username: 'ann', password: undefined, ntHash: '066ddfd4ef0e9cd7c256fe77191ef43c' },
      ],
    });
    await using client = await RadiusClient.open(radius.ports);
    expect((await client.send(client.chapRequest('bob', 'hello', pppoe)))?.code).toBe(radiusCode.accessAccept);
    expect((await client.send(client.chapRequest('bob', 'hellO', pppoe)))?.code).toBe(radiusCode.accessReject);
    const answer = await client.send(client.chapRequest('ann', 'hello', pppoe));
    expect(answer?.text(replyMessage)).toBe(rejectReasons.methodImpossible);
    // The same hash serves PAP (RFC 2759 knows the password in no other form).
    expect((await client.logIn('ann', 'hello', pppoe))?.code).toBe(radiusCode.accessAccept);
  });

  test('of a device that is let in by its address needs no password, and only as itself', async () => {
    const policy = { username: undefined, password: undefined, macs: ['aa:bb:cc:00:00:01'], macLogin: true };
    const attributes = { [callingStationId]: '1:aa:bb:cc:0:0:1'.replace(':0:0:1', ':00:00:01'), [nasPortType]: 15 };
    const accepted = await logIn({ policy, name: 'AA:BB:CC:00:00:01', password: '', attributes });
    expect(accepted.answer?.code).toBe(radiusCode.accessAccept);
    const stolen = { ...attributes, [callingStationId]: 'AA:BB:CC:00:00:02' };
    const refused = await logIn({ policy, name: 'AA:BB:CC:00:00:01', password: '', attributes: stolen });
    expect(refused.answer?.code).toBe(radiusCode.accessReject);
  });

  test('returns Proxy-State unchanged and in its order', async () => {
    await using radius = await runningRadius({});
    await using client = await RadiusClient.open(radius.ports);
    const answer = await client.logIn('bob', 'hello', { ...pppoe, [proxyState]: Buffer.from('one') });
    expect(answer?.text(proxyState)).toBe('one');
  });
});

test('a policy whose template is missing is answered by nobody, rather than without limits', async () => {
  const { answer, stats } = await logIn({ policy: { reply: 99 } });
  expect(answer).toBeUndefined();
  expect(stats.drops['noTemplate']).toBe(1);
});

test('an account without a password is not opened by an empty one', async () => {
  const { answer } = await logIn({ policy: { password: '' }, password: '' });
  expect(answer?.code).toBe(radiusCode.accessReject);
});

test('what cannot be held replaces what it should change: nobody is let in by an older policy', async () => {
  await using radius = await runningRadius({});
  await using client = await RadiusClient.open(radius.ports);
  expect((await client.logIn('bob', 'hello', pppoe))?.code).toBe(radiusCode.accessAccept);
  const framedRoutes = Array.from({ length: 60 }, (_, at) => `203.0.113.${at}/32 198.51.100.7 1 ${'x'.repeat(120)}`);
  radius.process.apply({ say: 'policies', policies: [{ ...bob, standing: 'closed', framedRoutes }] });
  expect((await client.logIn('bob', 'hello', pppoe))?.code).toBe(radiusCode.accessReject);
});

test('an unsigned password is tried under both secrets of a rotation', async () => {
  await using radius = await runningRadius({ nas: { secrets: ['newer', 'older'], messageAuthenticator: 'accepted' } });
  await using client = await RadiusClient.open(radius.ports);
  for (const secret of ['older', 'newer'])
    expect((await client.logIn('bob', 'hello', pppoe, { secret, signed: false }))?.code).toBe(radiusCode.accessAccept);
});

test('many CoA at once are all asked, each answered once', async () => {
  await using radius = await runningRadius({ nas: { incoming: { address: '127.0.0.1', port: 9 } } });
  const request = { nasId: router.nasId, code: 43 as const, attributes: '', timeoutMs: 50, tries: 1 };
  for (let id = 0; id < 600; id += 1) radius.process.apply({ say: 'incoming', id: String(id), request });
  await expect.poll(() => radius.said.filter(({ say }) => say === 'incomingAnswer').length).toBe(600);
});

describe('what is no genuine request is not answered', () => {
  test.each([
    ['an unsigned one where signatures are required', 'required', { signed: false }, 'messageAuthenticatorMissing'],
    ['one signed with another secret', 'accepted', { secret: 'another' }, 'messageAuthenticatorWrong'],
  ] as const)('%s', async (_, rule, options, reason) => {
    await using radius = await runningRadius({ nas: { messageAuthenticator: rule } });
    await using client = await RadiusClient.open(radius.ports);
    expect(await client.logIn('bob', 'hello', pppoe, options)).toBeUndefined();
    expect(radius.process.stats().drops[reason]).toBe(1);
  });

  test('an unsigned one after the router has shown that it signs, but not before', async () => {
    await using radius = await runningRadius({ nas: { messageAuthenticator: 'learnt' } });
    await using client = await RadiusClient.open(radius.ports);
    expect((await client.logIn('bob', 'hello', pppoe, { signed: false }))?.code).toBe(radiusCode.accessAccept);
    expect((await client.logIn('bob', 'hello', pppoe))?.code).toBe(radiusCode.accessAccept);
    expect(await client.logIn('bob', 'hello', pppoe, { signed: false })).toBeUndefined();
  });

  test('an unsigned one with Proxy-State, which CVE-2024-3596 needs', async () => {
    await using radius = await runningRadius({ nas: { messageAuthenticator: 'accepted' } });
    await using client = await RadiusClient.open(radius.ports);
    const attributes = { ...pppoe, [proxyState]: 'x' };
    expect(await client.logIn('bob', 'hello', attributes, { signed: false })).toBeUndefined();
    expect(radius.process.stats().drops['proxyStateUnsigned']).toBe(1);
  });

  test('one of a source that nobody has registered, which is listed', async () => {
    const { answer, stats } = await logIn({ nas: { sources: ['127.0.0.9'] } });
    expect(answer).toBeUndefined();
    expect(stats.strangers).toMatchObject([{ address: '127.0.0.1', packets: 1 }]);
  });

  test('one of another NAS-Identifier than those that share the address', async () => {
    const nas = { nasIdentifier: 'north' };
    expect((await logIn({ nas })).answer).toBeUndefined();
    const attributes = { ...pppoe, [standardAttribute.nasIdentifier]: 'north' };
    expect((await logIn({ nas, attributes })).answer?.code).toBe(radiusCode.accessAccept);
  });
});

test('during a rotation both secrets are believed, and answers are under the one that was used', async () => {
  await using radius = await runningRadius({ nas: { secrets: ['newer', 'older'] } });
  await using client = await RadiusClient.open(radius.ports);
  for (const secret of ['older', 'newer', 'older'])
    expect((await client.logIn('bob', 'hello', pppoe, { secret }))?.code).toBe(radiusCode.accessAccept);
  expect(await client.logIn('bob', 'hello', pppoe, { secret: 'oldest' })).toBeUndefined();
});

test('a request that comes again gets the octets it got, and changes nothing', async () => {
  await using radius = await runningRadius({ policies: [{ sessions: 1 }] });
  await using client = await RadiusClient.open(radius.ports);
  const request = client.accessRequest('bob', 'hello', pppoe);
  const [first, again] = [await client.send(request), await client.send(request)];
  expect(again?.bytes.subarray(0, again.length)).toEqual(first?.bytes.subarray(0, first.length));
  expect(radius.process.stats()).toMatchObject({ duplicates: 1, answers: { accept: 1 } });
});

test('Status-Server is answered on both ports, and only when it is signed', async () => {
  await using radius = await runningRadius({});
  await using client = await RadiusClient.open(radius.ports);
  expect((await client.status('authentication'))?.code).toBe(radiusCode.accessAccept);
  expect((await client.status('accounting'))?.code).toBe(radiusCode.accountingResponse);
  expect(await client.status('authentication', false)).toBeUndefined();
});

test('what was refused is let in with the very request that follows a change, and others meanwhile (operators 14)', async () => {
  await using radius = await runningRadius({});
  await using client = await RadiusClient.open(radius.ports);
  const tried = async (): Promise<number | undefined> => (await client.logIn('bob', 'changed', pppoe))?.code;
  for (let again = 0; again < 5; again += 1) expect(await tried()).toBe(radiusCode.accessReject);
  expect((await client.logIn('bob', 'hello', pppoe))?.code).toBe(radiusCode.accessAccept);
  radius.process.apply({ say: 'policies', policies: [{ ...bob, version: 2, password: 'changed' }] });
  expect(await tried()).toBe(radiusCode.accessAccept);
  expect(radius.process.stats().rejects).toMatchObject({ wrongPassword: 5 });
});

test('two companies have a bob each: the router says whose it is (operators 8)', async () => {
  const theirsOf = {
    tenantId: '019a0000-0000-7000-8000-0000000000f1',
    subscriptionId: '019a0000-0000-7000-8000-0000000000f3',
  };
  await using radius = await runningRadius({
    nas: { nasIdentifier: 'one' },
    policies: [{}, { ...theirsOf, password: 'theirs' }],
  });
  const theirs = { ...router, nasId: '019a0000-0000-7000-8000-0000000000f2', tenantId: theirsOf.tenantId };
  radius.process.apply({ say: 'nas', nas: [{ ...theirs, nasIdentifier: 'two' }] });
  await using client = await RadiusClient.open(radius.ports);
  const by = async (nas: string, password: string): Promise<number | undefined> =>
    (await client.logIn('bob', password, { ...pppoe, [nasIdentifier]: nas }))?.code;
  expect([await by('one', 'hello'), await by('two', 'theirs')]).toEqual([
    radiusCode.accessAccept,
    radiusCode.accessAccept,
  ]);
  expect([await by('one', 'theirs'), await by('two', 'hello')]).toEqual([
    radiusCode.accessReject,
    radiusCode.accessReject,
  ]);
});

test('a router full of equipment that redials for ever is not answered faster than it may be (operators 14)', async () => {
  await using radius = await runningRadius({});
  await using client = await RadiusClient.open(radius.ports);
  // In waves: what comes faster than it is read is lost on the way.
  for (let at = 0; at < 4_000; at += 1) {
    client.throw(client.accessRequest('eve', 'x', pppoe, { identifier: at % 256 }));
    if (at % 100 === 99) await new Promise(setImmediate);
  }
  await expect.poll(() => radius.process.stats().drops['rejectFlood'], { timeout: 10_000 }).toBeGreaterThan(0);
  await using other = await RadiusClient.open(radius.ports);
  const letIn = async (): Promise<number | undefined> => (await other.logIn('bob', 'hello', pppoe))?.code;
  await expect.poll(letIn, { timeout: 10_000 }).toBe(radiusCode.accessAccept);
});
