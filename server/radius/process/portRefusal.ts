import { StartRefusal } from '#server/platform/process/startRefusal.ts';
import type { PortKind } from './radiusServer.ts';

const settings: Readonly<Record<PortKind, string>> = {
  authentication: 'LASTMILE_RADIUS_AUTH_PORT',
  accounting: 'LASTMILE_RADIUS_ACCT_PORT',
};

/** Why a port can't be listened on, for the person who can do something about it; other errors as they are. */
export function portRefusal(error: Error, kind: PortKind, address: string, port: number): Error {
  const code = 'code' in error ? error.code : undefined;
  const change = `Choose another port, here and on the routers: ${settings[kind]}.`;
  if (code === 'EADDRINUSE') {
    return new StartRefusal(
      `Port ${port} on ${address} (RADIUS ${kind}) is in use by another program.`,
      [`Stop that program (ss -lunp 'sport = :${port}' names it): it may be another RADIUS server.`, change],
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new StartRefusal(`Port ${port} (RADIUS ${kind}) may not be opened by this user.`, [change], {
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL') {
    return new StartRefusal(
      `${address} is not an address of this machine.`,
      ['Correct LASTMILE_RADIUS_ADDRESSES, or leave it out for all.'],
      { cause: error },
    );
  }
  return error;
}
