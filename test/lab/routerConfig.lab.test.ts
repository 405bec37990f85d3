import { describe, expect, test } from 'vitest';
import { menusOf } from '#lab/nas/mikrotik/menuCatalogue.ts';
import { modelNames } from '#lab/nas/mikrotik/models.ts';
import { knownVersions, personalityOf } from '#lab/nas/mikrotik/personality.ts';
import { startRouter, type LabRouter } from './labRouter.ts';
import { RouterClient } from './routerClient.ts';

const onboarding = String.raw`
# what a product asks an operator to paste
:local server "10.200.0.1"
/radius remove [find comment="aaa"]
/radius add address=$server service=ppp,hotspot,dhcp secret="s\"e\$cret ü" timeout=3s \
    src-address=10.200.0.2 comment="aaa"
/radius incoming set accept=yes port=3799
/ppp aaa
set use-radius=yes accounting=yes interim-update=5m
/ip hotspot profile set [find where default=no] use-radius=yes radius-accounting=yes radius-interim-update=received
:if ([:len [/user group find name="product"]] = 0) do={
  /user group add name=product policy=read,write,api,test comment="a=b"
} else={
  /user group set [find name="product"] policy=read,write,api,test
}
:if ([:len [/user find name=product]]=0) do={ /user add name=product group=product password="p w" address=127.0.0.0/8 }
/ip service set api disabled=no
:do { /ip firewall address-list add list=aaa address=$server } on-error={ :log warning "the list has it" }
:foreach s in=[/ip dhcp-server find] do={ /ip dhcp-server set $s use-radius=yes }
/system logging add topics=radius,!debug action=memory
`;

const clocks = (lab: LabRouter): string =>
  lab.nas.device.router.personality.major >= 7
    ? '/system ntp client set enabled=yes servers=10.200.0.1'
    : '/system ntp client set enabled=yes primary-ntp=10.200.0.1';

describe('the configuration', () => {
  test.for(['6.40.9', '6.49.17', '7.12.1', '7.20.6'])(
    'changes by pasted script and reads back on %s',
    async (version) => {
      await using lab = await startRouter(version);
      const { router } = lab.nas.device;
      expect(router.paste(onboarding + clocks(lab)).errors).toEqual([]);
      expect(router.paste(onboarding + clocks(lab)).errors).toEqual([]);
      using client = await lab.client();
      const isSeven = version.startsWith('7');
      const yes = isSeven ? 'true' : 'yes';
      const radius = await client.rows('/radius/print');
      expect(radius).toHaveLength(1);
      expect(radius[0]).toMatchObject({
        address: '10.200.0.1',
        service: 'ppp,hotspot,dhcp',
        secret: 's"e$cret ü',
        timeout: '3s',
        'src-address': '10.200.0.2',
        comment: 'aaa',
      });
      expect(await client.rows('/radius/incoming/print')).toMatchObject([{ accept: yes, port: '3799' }]);
      expect(await client.rows('/ppp/aaa/print')).toMatchObject([
        { 'use-radius': yes, 'interim-update': version === '6.40.9' ? '00:05:00' : '5m' },
      ]);
      expect(await client.rows('/ip/hotspot/profile/print', '?name=hs-profile')).toMatchObject([
        { 'use-radius': yes, 'radius-interim-update': 'received' },
      ]);
      expect(await client.rows('/user/print', '?name=product', '=.proplist=name,group,address')).toEqual([
        { name: 'product', group: 'product', address: '127.0.0.0/8' },
      ]);
      expect(await client.rows('/ip/dhcp-server/print')).toMatchObject([{ 'use-radius': 'yes' }]);
      expect((await client.rows('/system/ntp/client/print'))[0]).toMatchObject({ enabled: yes });
    },
  );

  test.for(['6.49.17', '7.18.2'])('exports as script that makes the same again on %s', async (version) => {
    await using one = await startRouter(version);
    await using other = await startRouter(version);
    one.nas.device.router.paste(onboarding + clocks(one));
    const all = { menu: '', verbose: false, sensitive: true };
    const script = one.nas.device.router.exportScript(all);
    expect(script).toMatch(
      /^# \S+ [\d:]+ by RouterOS [\d.]+\n# software id = \w{4}-\w{4}\n#\n# model = RB4011iGS\+\n# serial number = /,
    );
    const { router } = other.nas.device;
    for (const { path, table = path } of menusOf(router.personality).values())
      for (const item of router.table(table).all())
        if (!item.builtIn && path !== '/user' && !path.startsWith('/system')) router.table(table).remove(item);
    expect(router.paste(script).errors).toEqual([]);
    const comparable = (text: string): readonly string[] => text.split('\n').filter((line) => !line.startsWith('#'));
    expect(comparable(router.exportScript(all))).toEqual(comparable(script));
  });

  test('secrets leave only for those who may see them, and only when 7.x is asked', async () => {
    await using lab = await startRouter('7.18.2');
    expect(lab.nas.device.router.paste(onboarding).errors).toEqual([]);
    using client = await lab.client();
    await client.ask('/export', '=file=plain');
    await client.ask('/export', '=file=full', '=show-sensitive=');
    const [plain] = await client.rows('/file/print', '?name=plain.rsc');
    const [full] = await client.rows('/file/print', '?name=full.rsc');
    expect(plain?.['contents']).toContain('/radius\nadd address=10.200.0.1');
    expect(plain?.['contents']).not.toMatch(/(secret|password)=/);
    expect(full?.['contents']).toContain(String.raw`secret="s\"e\$cret \C3\BC"`);
  });

  test('a large export is read in pieces on 7.x, and by menu on 6.x', async () => {
    await using seven = await startRouter('7.16', 'CCR2004', 1200);
    using client = await seven.client();
    await client.ask('/export', '=file=big');
    const [file] = await client.rows('/file/print', '?name=big.rsc');
    expect(file?.['contents']).toBe('');
    const size = Number(file?.['size']);
    expect(size).toBeGreaterThan(60 * 1024);
    let text = '';
    while (text.length < size) {
      const [piece] = await client.rows('/file/read', '=file=big.rsc', `=offset=${text.length}`, '=chunk-size=32768');
      text += piece?.['data'] ?? '';
    }
    expect(text).toHaveLength(size);
    await using six = await startRouter('6.49.17', 'CCR1036', 100);
    using old = await six.client();
    await old.ask('/export', '=file=big');
    expect((await old.rows('/file/print', '?name=big.rsc'))[0]).toMatchObject({ contents: '' });
    await old.ask('/ip/export', '=file=ip');
    expect((await old.rows('/file/print', '?name=ip.rsc'))[0]?.['contents']).toContain('/ip pool\nadd name=pppoe-pool');
    expect((await old.ask('/file/read', '=file=ip.rsc'))[0]?.[0]).toBe('!trap');
  });

  test('scripts run, are imported and executed, and say where they are wrong', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    expect(await client.ask('/execute', '=script=:put [/system identity get name]', '=as-string=')).toEqual([
      ['!done', '=ret=NAS-TEST'],
    ]);
    const source = '/ip pool add name=scripted ranges=10.5.0.0/24\n:log info "made $name"';
    await client.ask('/system/script/add', '=name=make', `=source=${source}`);
    await client.ask('/system/script/run', '=number=make');
    expect(await client.rows('/ip/pool/print', '?name=scripted', '=.proplist=name,total')).toEqual([
      { name: 'scripted', total: '256' },
    ]);
    await client.ask(
      '/file/add',
      '=name=wrong.rsc',
      '=contents=/ip pool\nadd name=good ranges=10.6.0.0/24\nadd colour=red\nadd name=never ranges=10.7.0.0/24',
    );
    const [trap] = await client.ask('/import', '=file-name=wrong.rsc');
    expect(trap).toContain('=message=unknown parameter (line 3)');
    const names = (await client.rows('/ip/pool/print')).map(({ name }) => name);
    expect(names).toContain('good');
    expect(names).not.toContain('never');
  });

  test('a terminal goes on after an error in what is pasted', async () => {
    await using lab = await startRouter('7.18.2');
    const { errors, printed } = lab.nas.device.router.paste(
      '/ip nothing add\n/system identity set name=NEW\n:put "ok"\n/ip pool add name="x',
    );
    expect(errors.map(({ line }) => line)).toEqual([1, 0]);
    expect(printed).toBe('ok');
    expect(lab.nas.device.router.table('/system/identity').single.values['name']).toBe('NEW');
  });

  test('an address list entry with a timeout is gone when it is over', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    await client.ask('/ip/firewall/address-list/add', '=list=x', '=address=10.1.1.1', '=timeout=1ms');
    let rows = 1;
    for (let tries = 0; tries < 100 && rows > 0; tries += 1)
      rows = (await client.rows('/ip/firewall/address-list/print', '?list=x')).length;
    expect(rows).toBe(0);
  });

  test('the port follows /ip/service, and its address list keeps others out', async () => {
    await using lab = await startRouter('7.18.2');
    using client = await lab.client();
    await client.ask('/ip/service/set', '=numbers=api', '=address=10.0.0.0/8');
    await expect(lab.client()).rejects.toThrow('closed');
    expect(await client.rows('/system/identity/print')).toHaveLength(1);
  });
});

describe('every personality', () => {
  test.for(knownVersions)('answers a print of every menu on %s', async (version) => {
    for (const model of modelNames) {
      await using lab = await startRouter(version, model, 6);
      using client = await lab.asAdmin();
      for (const { path, kind } of menusOf(personalityOf(model, version)).values()) {
        if (path === '') continue;
        const replies = await client.ask(`${path}/print`);
        expect(replies.at(-1)).toEqual(['!done']);
        expect(replies.some(([reply]) => reply === '!trap')).toBe(false);
        if (kind === 'settings') expect(replies).toHaveLength(2);
      }
    }
  });

  test('differ where versions differ', async () => {
    await using old = await startRouter('6.40.9', 'RB951');
    await using late = await startRouter('6.49.17', 'CCR1036');
    await using seven = await startRouter('7.16', 'CCR2004');
    await using virtual = await startRouter('7.18.2', 'CHR');
    const [a, b, c, d] = [await old.client(), await late.client(), await seven.client(), await virtual.client()];
    const first = async (client: typeof a, path: string) => (await client.rows(`${path}/print`))[0] ?? {};
    expect(await first(a, '/interface')).toMatchObject({ running: 'yes', disabled: 'no' });
    expect(await first(b, '/interface')).toMatchObject({ running: 'true', disabled: 'false' });
    expect(await first(b, '/ip/dns')).toMatchObject({ 'allow-remote-requests': 'yes' });
    expect(await first(c, '/ip/dns')).toMatchObject({ 'allow-remote-requests': 'true' });
    expect((await first(a, '/system/resource'))['uptime']).toMatch(/^(\d+w)?(\d+d)?\d\d:\d\d:\d\d$/);
    expect((await first(b, '/system/resource'))['uptime']).toMatch(/^(\d+[wdhms])+$/);
    expect((await first(b, '/system/clock'))['date']).toMatch(/^[a-z]{3}\/\d\d\/\d{4}$/);
    expect((await first(c, '/system/clock'))['date']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await first(b, '/system/health')).toMatchObject({ voltage: expect.stringMatching(/^2[34]\.\d$/) });
    expect(await first(c, '/system/health')).toMatchObject({ name: 'cpu-temperature', type: 'C' });
    expect((await d.ask('/system/health/print'))[0]?.[0]).toBe('!trap');
    expect(await first(d, '/system/routerboard')).toEqual({ routerboard: 'false' });
    for (const client of [a, b, c, d]) client[Symbol.dispose]();
  });
});

describe('certificates', () => {
  test('a certificate made by command is the one that visitors see, with the fingerprint that is told', async () => {
    await using lab = await startRouter('7.18.2');
    const seen = async (): Promise<string> => {
      using client = await RouterClient.openTls(lab.tls);
      return client.fingerprint;
    };
    const first = await seen();
    const { errors } = lab.nas.device.router.paste(
      '/certificate add name=mine common-name=nas.example days-valid=3650\n/certificate sign mine\n/ip service set api-ssl certificate=mine',
    );
    expect(errors).toEqual([]);
    const second = await seen();
    expect(second).not.toBe(first);
    using client = await lab.client();
    const told = await client.rows('/certificate/print', '=.proplist=name,fingerprint');
    expect(told).toEqual([
      { name: 'api', fingerprint: first },
      { name: 'mine', fingerprint: second },
    ]);
  });
});
