import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startRouter } from './labRouter.ts';
import { RouterClient, rowOf } from './routerClient.ts';

describe('word encoding over a socket', () => {
  test.for([0x7f, 0x80, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000])(
    'a word of %i octets comes back whole',
    async (length) => {
      await using lab = await startRouter('7.18.2');
      using client = await lab.client();
      const tag = `.tag=${'x'.repeat(length - 5)}`;
      client.send('/system/identity/print', tag);
      const row = await client.next();
      expect(row[1]).toHaveLength(length);
      expect(row[1]).toBe(tag);
      expect(rowOf(row)).toEqual({ name: 'NAS-TEST' });
    },
  );

  test('a sentence may arrive octet by octet, and many in one packet', async () => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    for (const octet of Buffer.from('\x16/system/identity/print\x06.tag=a\x00')) client.socket.write(Buffer.of(octet));
    expect(await client.next()).toEqual(['!re', '.tag=a', '=name=NAS-TEST']);
    expect(await client.next()).toEqual(['!done', '.tag=a']);
    const one = Buffer.from('\x00\x16/system/identity/print\x06.tag=b\x00');
    client.socket.write(Buffer.concat([one, one, one]));
    await eventually(() => client.sentences.filter((words) => words.includes('.tag=b')).length === 6, 'three answers');
  });

  test.for([
    { what: 'a control byte', bytes: Buffer.of(0xf8) },
    { what: 'a word of 2^28 - 1', bytes: Buffer.from('efffffff', 'hex') },
    { what: 'a word of 2^28', bytes: Buffer.from('f010000000', 'hex') },
  ])('$what ends the connection with a reason', async ({ bytes }) => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    client.socket.write(bytes);
    const [reply, reason] = await client.next();
    expect(reply).toBe('!fatal');
    expect(reason).not.toBe('');
    await eventually(() => client.isClosed, 'closed');
  });

  test('a length may be written with five octets though one would do', async () => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    client.socket.write(Buffer.concat([Buffer.from('f000000016', 'hex'), Buffer.from('/system/identity/print\0')]));
    expect(await client.next()).toEqual(['!re', '=name=NAS-TEST']);
  });
});

describe('login', () => {
  test('a wrong password is told, logged, and ends the connection', async () => {
    await using lab = await startRouter('7.16');
    using client = await RouterClient.open(lab.api);
    expect(await client.logIn('lastmile', 'wrong')).toEqual([
      ['!trap', '=message=invalid user name or password (6)'],
      ['!done'],
    ]);
    await eventually(() => client.isClosed, 'closed');
    using other = await lab.client();
    const lines = await other.rows('/log/print');
    expect(lines.map(({ message }) => message)).toContain('login failure for user lastmile from 127.0.0.1 via api');
  });

  test('before 6.43 the new form is answered with a challenge', async () => {
    await using lab = await startRouter('6.40.9', 'RB951');
    using client = await RouterClient.open(lab.api);
    client.send('/login', '=name=lastmile', `=password=${lab.nas.password}`);
    const [reply, challenge] = await client.next();
    expect([reply, challenge]).toEqual(['!done', expect.stringMatching(/^=ret=[\da-f]{32}$/)]);
    using right = await lab.client();
    expect(await right.rows('/system/identity/print')).toEqual([{ name: 'NAS-TEST' }]);
    using wrong = await RouterClient.open(lab.api);
    expect(await wrong.logIn('lastmile', 'wrong')).toEqual([['!trap', '=message=cannot log in'], ['!done']]);
  });

  test('nothing else is answered before it, nor many or long sentences', async () => {
    await using lab = await startRouter('7.16');
    using early = await RouterClient.open(lab.api);
    early.send('/system/resource/print');
    expect(await early.next()).toEqual(['!fatal', 'not logged in']);
    using long = await RouterClient.open(lab.api);
    long.send('/login', `=name=${'x'.repeat(5000)}`);
    expect((await long.next())[0]).toBe('!fatal');
  });

  test('works over TLS with a certificate of its own, and without any where none is set', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await RouterClient.openTls(lab.tls);
    expect(await client.logIn(lab.nas.user, lab.nas.password)).toEqual([['!done']]);
    expect(await client.rows('/system/identity/print')).toEqual([{ name: 'NAS-TEST' }]);
    await using old = await startRouter('6.40.9', 'RB951');
    old.nas.device.router.paste('/ip service set api-ssl disabled=no');
    await eventually(() => old.nas.device.portOf('api-ssl') !== undefined, 'it listens');
    using anonymous = await RouterClient.openTls(old.tls, 'ADH:@SECLEVEL=0');
    expect(await anonymous.logIn(old.nas.user, old.nas.password)).toEqual([['!done']]);
  });
});

describe('replies', () => {
  test.for([
    { version: '7.16', empty: [] },
    { version: '7.18.2', empty: [['!empty']] },
  ])('$version without rows', async ({ version, empty }) => {
    await using lab = await startRouter(version);
    using client = await lab.client();
    expect(await client.ask('/radius/print')).toEqual([...empty, ['!done']]);
  });

  test('count, property list and queries', async () => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    expect(await client.ask('/ppp/secret/print', '=count-only=')).toEqual([['!done', '=ret=12']]);
    expect(await client.rows('/ppp/secret/print', '=.proplist=name', '?name=T10003')).toEqual([{ name: 'T10003' }]);
    const either = await client.rows('/ppp/secret/print', '=.proplist=name', '?name=T10003', '?name=T10004', '?#|');
    expect(either.map(({ name }) => name)).toEqual(['T10003', 'T10004']);
    const others = await client.rows('/ppp/secret/print', '=.proplist=name', '?name=T10003', '?name=T10004', '?#|!');
    expect(others).toHaveLength(10);
    expect(
      await client.rows('/interface/getall', '?type=ether', '?running=true', '=.proplist=name,running'),
    ).toContainEqual({ name: 'ether1', running: 'true' });
  });

  test('an item is added, changed, switched off and removed by its id', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    const [[, ret = ''] = []] = await client.ask(
      '/radius/add',
      '=service=ppp,hotspot',
      '=address=10.1.1.1',
      '=secret=s=1',
      '=timeout=3s',
    );
    expect(ret).toMatch(/^=ret=\*[\dA-F]+$/);
    const id = ret.slice(5);
    expect(await client.ask('/radius/set', `=.id=${id}`, '=timeout=00:00:05')).toEqual([['!empty'], ['!done']]);
    expect((await client.rows('/radius/print'))[0]).toMatchObject({
      '.id': id,
      secret: 's=1',
      timeout: '5s',
      disabled: 'false',
    });
    await client.ask('/radius/disable', `=numbers=${id}`);
    expect((await client.rows('/radius/print'))[0]).toMatchObject({ disabled: 'true' });
    await client.ask('/radius/remove', `=.id=${id}`);
    expect(await client.ask('/radius/remove', `=.id=${id}`)).toEqual([
      ['!trap', '=category=0', '=message=no such item'],
      ['!done'],
    ]);
  });

  test.for([
    { words: ['/nothing/print'], message: 'no such command or directory (nothing)', category: 0 },
    { words: ['/radius/explode'], message: 'no such command or directory (explode)', category: 0 },
    { words: ['/radius/add', '=colour=red'], message: 'unknown parameter', category: 0 },
    { words: ['/radius/add', '=address=nowhere'], message: 'input does not match any value of address', category: 1 },
    { words: ['/radius/add', '=timeout=soon'], message: 'invalid value for argument timeout', category: 1 },
    {
      words: ['/ppp/secret/add', '=name=x', '=profile=none'],
      message: 'input does not match any value of profile',
      category: 1,
    },
  ])('$words is refused', async ({ words, message, category }) => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    expect(await client.ask(...words)).toEqual([['!trap', `=category=${category}`, `=message=${message}`], ['!done']]);
  });

  test('a group without the right is told so', async () => {
    await using lab = await startRouter('7.16');
    using admin = await lab.asAdmin();
    await admin.ask('/user/group/add', '=name=viewer', '=policy=api,read');
    await admin.ask('/user/add', '=name=viewer', '=password=v', '=group=viewer');
    using viewer = await RouterClient.open(lab.api);
    await viewer.logIn('viewer', 'v');
    const refused = [['!trap', '=message=not enough permissions (9)'], ['!done']];
    expect(await viewer.ask('/system/identity/set', '=name=x')).toEqual(refused);
    expect(await viewer.ask('/system/reboot')).toEqual(refused);
    expect(await viewer.ask('/user/add', '=name=y', '=group=full')).toEqual(refused);
    expect(await viewer.ask('/ping', '=address=1.1.1.1', '=count=1')).toEqual(refused);
    expect((await viewer.rows('/ppp/secret/print'))[0]).toMatchObject({ password: '*****' });
  });
});

describe('commands that go on', () => {
  test('listen tells what is changed and what is gone, and ends by cancel', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    client.send('/ip/firewall/address-list/listen', '.tag=l');
    const [[, ret = ''] = []] = await client.ask('/ip/firewall/address-list/add', '=list=x', '=address=10.9.9.9');
    await client.ask('/ip/firewall/address-list/remove', `=.id=${ret.slice(5)}`);
    const told = client.sentences.filter((words) => words.includes('.tag=l'));
    expect(rowOf(told[0]!)).toMatchObject({ '.id': ret.slice(5), list: 'x', address: '10.9.9.9' });
    expect(rowOf(told[1]!)).toEqual({ '.id': ret.slice(5), '.dead': 'true' });
    client.send('/cancel', '=tag=l', '.tag=c');
    await eventually(() => client.sentences.some((words) => words.includes('.tag=c')), 'cancelled');
    expect(client.sentences.slice(-3)).toEqual([
      ['!trap', '.tag=l', '=category=2', '=message=interrupted'],
      ['!done', '.tag=l'],
      ['!done', '.tag=c'],
    ]);
  });

  test('sessions come and go under a listener: a removed one dials again', async () => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    const [first] = await client.rows('/ppp/active/print');
    expect(first).toMatchObject({
      service: 'pppoe',
      radius: 'false',
      'caller-id': expect.stringMatching(/^([\dA-F]{2}:){5}/),
    });
    client.send('/ppp/active/listen', '.tag=p');
    await client.ask('/ppp/active/remove', `=.id=${first?.['.id']}`);
    expect(client.sentences.some((words) => words.includes('.tag=p') && words.includes('=.dead=true'))).toBe(true);
    const interfaces = await client.rows('/interface/print', '=.proplist=name');
    expect(interfaces).not.toContainEqual({ name: `<pppoe-${first?.['name']}>` });
    const lines = await client.rows('/log/print', '?topics=pppoe,ppp,info,account');
    expect(lines.at(-1)?.['message']).toContain(`${first?.['name']} logged out`);
  });

  test('rates stream every second until cancelled, and pings end at their count', async () => {
    await using lab = await startRouter('7.16');
    using client = await lab.client();
    client.send('/interface/monitor-traffic', '=interface=sfp-sfpplus1', '=interval=200ms', '.tag=m');
    await eventually(() => client.sentences.filter((words) => words.includes('.tag=m')).length >= 3, 'three rates');
    const rate = rowOf(client.sentences.findLast((words) => words.includes('.tag=m'))!);
    expect(Number(rate['rx-bits-per-second'])).toBeGreaterThan(0);
    client.send('/cancel');
    const pings = await client.rows('/ping', '=address=1.1.1.1', '=count=3', '=interval=10ms');
    expect(pings).toHaveLength(3);
    expect(pings[2]).toMatchObject({ seq: '2', sent: '3' });
    const once = await client.rows('/interface/monitor-traffic', '=interface=ether1', '=once=');
    expect(once).toHaveLength(1);
  });
});
