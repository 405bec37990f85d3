import { systemClock } from '#server/platform/actors/systemClock.ts';
import { type ControlLink, type LinkEnd, openControlLink } from '#server/radius/control/controlLink.ts';
import { CONTROL_PROTOCOL, type FromRadius, type ToRadius } from '#server/radius/control/controlMessage.ts';
import { prepareControlPlace } from '#server/radius/control/controlPlace.ts';
import { ControlServer } from '#server/radius/control/controlServer.ts';

export const helloOf = (protocol = CONTROL_PROTOCOL): Extract<FromRadius, { say: 'hello' }> => ({
  say: 'hello',
  protocol,
  build: 'b1',
  pid: process.pid,
  startedAt: 1,
  authenticationPort: 1812,
  accountingPort: 1813,
  journal: 'j',
  positions: {},
});

export interface HeardServer extends AsyncDisposable {
  readonly server: ControlServer;
  readonly heard: ToRadius[];
  readonly mains: boolean[];
  readonly troubles: Error[];
}

/** The process's end of the control socket in a data folder, with what it heard. */
export async function controlServerIn(dataDir: string, protocol?: number): Promise<HeardServer> {
  const place = prepareControlPlace(dataDir);
  const heard: ToRadius[] = [];
  const mains: boolean[] = [];
  const troubles: Error[] = [];
  const server = new ControlServer({
    ...place,
    clock: systemClock,
    hello: () => helloOf(protocol),
    onMessage: (message) => void heard.push(message),
    onMain: (connected) => void mains.push(connected),
    onTrouble: (error) => void troubles.push(error),
  });
  await server.start();
  return { server, heard, mains, troubles, [Symbol.asyncDispose]: () => server.stop() };
}

export interface HeardLink {
  readonly link: ControlLink;
  readonly heard: FromRadius[];
  readonly ends: LinkEnd[];
}

/** Main's end. */
export async function controlLinkIn(
  dataDir: string,
  options: { readonly token?: string; readonly onlyToStop?: boolean } = {},
): Promise<HeardLink> {
  const place = prepareControlPlace(dataDir);
  const heard: FromRadius[] = [];
  const ends: LinkEnd[] = [];
  const link = await openControlLink({
    ...place,
    ...options,
    build: 'b1',
    clock: systemClock,
    onMessage: (message) => void heard.push(message),
    onClosed: (end) => void ends.push(end),
  });
  link.channel.receive();
  return { link, heard, ends };
}
