import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { MailRefused } from '#server/platform/mail/mailer.ts';
import { createMailer } from '#server/platform/mail/smtpMailer.ts';

const from = 'Savanna NOC <noc@savanna.example>';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Heard {
  readonly port: number;
  readonly mails: { readonly from: string; readonly to: string[]; readonly text: string; readonly tls: boolean }[];
}

async function listen(options: SMTPServerOptions = {}): Promise<Heard> {
  const mails: Heard['mails'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
          tls: session.secure,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

function mailerTo(port: number, userinfo = ''): ReturnType<typeof createMailer> {
  const mailer = createMailer({ url: `smtp://${userinfo}127.0.0.1:${port}`, from });
  closing.push(async () => mailer.stop());
  return mailer;
}

async function refusalOf(work: Promise<unknown>): Promise<MailRefused> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MailRefused);
  return error as MailRefused;
}

const message = { to: 'otieno@savanna.example', subject: 'Karibu', text: 'Habari, bonyeza hapa.' };

test('a mail arrives with sender, one recipient, subject and text, and says that a machine sent it', async () => {
  const heard = await listen();
  const { response } = await mailerTo(heard.port).send({ ...message, id: 'invitation-1' });
  expect(response).toMatch(/^250 /);
  expect(heard.mails).toHaveLength(1);
  expect(heard.mails[0]).toMatchObject({ from: 'noc@savanna.example', to: ['otieno@savanna.example'] });
  expect(heard.mails[0]?.text).toContain('From: Savanna NOC <noc@savanna.example>');
  expect(heard.mails[0]?.text).toContain('Subject: Karibu');
  expect(heard.mails[0]?.text).toContain('Auto-Submitted: auto-generated');
  expect(heard.mails[0]?.text).toContain('Habari, bonyeza hapa.');
});

test('the same id gives the same message id, so that a repeated mail is shown once', async () => {
  const heard = await listen();
  const mailer = mailerTo(heard.port);
  await mailer.send({ ...message, id: 'notice-7' });
  await mailer.send({ ...message, id: 'notice-7' });
  const ids = heard.mails.map(({ text }) => /^Message-ID: (.+)$/m.exec(text)?.[1]);
  expect(ids[0]).toMatch(/@savanna\.example>$/);
  expect(ids[0]).toBe(ids[1]);
});

test('nothing in a subject or an address adds a header or a recipient', async () => {
  const heard = await listen();
  const mailer = mailerTo(heard.port);
  await mailer.send({ ...message, subject: 'Alarm\r\nBcc: everybody@savanna.example' });
  expect(heard.mails[0]?.to).toEqual(['otieno@savanna.example']);
  expect(heard.mails[0]?.text).not.toMatch(/^Bcc:/m);
  for (const to of ['a@b.example, c@d.example', 'a@b.example\r\nRCPT TO:<c@d.example>', 'x <a@b.example>'])
    expect(await refusalOf(mailer.send({ ...message, to }))).toMatchObject({ failure: 'refused', retry: false });
  expect(heard.mails).toHaveLength(1);
});

test.for([
  [550, 'refused', false],
  [450, 'unreachable', true],
] as const)('a recipient answered with %i is %s', async ([responseCode, failure, retry]) => {
  const heard = await listen({
    onRcptTo: (address, _session, done) =>
      done(Object.assign(new Error(`no mailbox ${address.address}`), { responseCode })),
  });
  const refusal = await refusalOf(mailerTo(heard.port).send(message));
  expect(refusal).toMatchObject({ failure, retry });
  expect(refusal.message).toContain('no mailbox');
  expect(refusal.message).not.toContain('otieno');
});

test('a wrong password is a matter for the configuration, and the password is not in the error', async () => {
  const heard = await listen({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('535 no')),
  });
  const refusal = await refusalOf(mailerTo(heard.port, 'noc:hunter22@').send(message));
  expect(refusal.failure).toBe('misconfigured');
  expect(JSON.stringify([refusal, refusal.message, refusal.cause])).not.toContain('hunter22');
});

test('a server that is not there, and one that never greets, are unreachable', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const port = (silent.address() as AddressInfo).port;
  expect(await refusalOf(mailerTo(port).send(message, AbortSignal.timeout(200)))).toMatchObject({
    failure: 'unreachable',
    retry: true,
  });
  sockets.forEach((socket) => socket.destroy());
  await new Promise((resolve) => silent.close(resolve));
  expect(await refusalOf(mailerTo(port).send(message))).toMatchObject({ failure: 'unreachable' });
});

test('beyond this machine nothing is said without TLS, unless the address allows it', async () => {
  const heard = await listen();
  const plain = createMailer({ url: `smtp://localhost.localdomain:${heard.port}`, from });
  closing.push(async () => plain.stop());
  expect((await refusalOf(plain.send(message, AbortSignal.timeout(5_000)))).retry).toBe(true);
  expect(heard.mails).toEqual([]);
});

test('without a mail server it says so', async () => {
  const mailer = createMailer(undefined);
  expect(mailer.configured).toBe(false);
  expect(await refusalOf(mailer.send(message))).toMatchObject({ failure: 'unconfigured' });
});
