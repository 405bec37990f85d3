import type { Config } from '../platform/config/config.ts';
import type { KnownLabRouter } from './labRouters.ts';

/** Long enough that a busy server has answered. */
const TIMEOUT_MS = 3000;

/** The lab's routers ask this server about their subscribers from now on, as if they had been set up by its script. */
export async function pointLabRouters(
  { facingAddresses, authenticationPort, accountingPort, incomingPort }: Config['routers'],
  routers: readonly KnownLabRouter[],
  lab: { post(path: string, body: object): Promise<unknown> },
): Promise<void> {
  if (facingAddresses.length === 0) return;
  for (const { name, radiusSecret: secret } of routers) {
    const servers = facingAddresses.map((address) => ({
      ...{ address, secret, authenticationPort, accountingPort },
      timeoutMs: TIMEOUT_MS,
    }));
    await lab.post('/nas/radius', { names: [name], servers, incomingPort });
  }
}
