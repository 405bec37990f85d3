import { createServer } from 'node:net';
import { StartRefusal } from './startRefusal.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 is always free. */
  readonly port: number;
  /** The setting that names the port. */
  readonly setting: string;
  /** What will listen there, as in "The port of …". */
  readonly purpose: string;
}

/** Looks, before anything is touched, whether every address can be listened on. Throws StartRefusal. */
export async function requireFreeAddresses(addresses: readonly ListenAddress[]): Promise<void> {
  for (const address of addresses) {
    const code = await listenOnce(address);
    if (code !== undefined) throw refusal(address, code);
  }
}

async function listenOnce({ host, port }: ListenAddress): Promise<string | undefined> {
  const server = createServer();
  return await new Promise<string | undefined>((done) => {
    server.once('error', (error) => done('code' in error ? String(error.code) : error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)));
  });
}

function refusal({ host, port, setting, purpose }: ListenAddress, code: string): StartRefusal {
  const hostSetting = setting.replace('_PORT', '_HOST');
  switch (code) {
    case 'EADDRINUSE':
      return new StartRefusal(`Port ${port} on ${host} (${purpose}) is in use by another program.`, [
        `Stop that program (it may be another Lastmile; ss -ltnp 'sport = :${port}' names it).`,
        `Choose another port: ${setting}=${port + 1} npm start`,
      ]);
    case 'EACCES':
      return new StartRefusal(`Port ${port} (${purpose}) may not be opened by this user.`, [
        `Ports below 1024 need a privilege; choose another: ${setting}=${port + 8000} npm start`,
      ]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartRefusal(`${hostSetting}=${host} is not an address of this machine.`, [
        `Set ${hostSetting} to one of its addresses, or 0.0.0.0 for all.`,
      ]);
    default:
      return new StartRefusal(`Port ${port} on ${host} (${purpose}) can't be opened: ${code}.`, [
        `Correct ${hostSetting} or ${setting}.`,
      ]);
  }
}
