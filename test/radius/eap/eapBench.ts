import { randomBytes } from 'node:crypto';
import type { EapAnswer } from '#server/radius/eap/eapAnswer.ts';
import { eapMd5 } from '#server/radius/eap/eapMd5.ts';
import type { EapMethodKind } from '#server/radius/eap/eapMethod.ts';
import { eapMsChapV2 } from '#server/radius/eap/eapMsChapV2.ts';
import { eapPeap } from '#server/radius/eap/eapPeap.ts';
import { EapSessions, type EapSessionsOptions } from '#server/radius/eap/eapSessions.ts';
import { eapTtls } from '#server/radius/eap/eapTtls.ts';
import { tunnelContext } from '#server/radius/eap/tunnelContext.ts';
import { testCertificate } from '../../routeros/testCertificate.ts';
import { SimulatedTime } from '../../support/simulatedTime.ts';
import type { EapPeer } from './eapPeer.ts';

const certificate = await testCertificate('CN=radius');
const serverName = 'lastmile';

/** Every method, PEAP offered first, as a server would have it. */
export function allMethods(
  settings: { readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly fragmentOctets?: number } = {},
): readonly EapMethodKind[] {
  const { maxVersion = 'TLSv1.2', fragmentOctets = 1_020 } = settings;
  const context = tunnelContext(certificate, maxVersion);
  const options = { secureContext: () => context, fragmentOctets, serverName };
  return [eapPeap(options), eapTtls(options), eapMsChapV2({ serverName }), eapMd5];
}

export function eapSessions(
  options: Partial<EapSessionsOptions> & { readonly clock?: SimulatedTime } = {},
): EapSessions {
  return new EapSessions({
    clock: new SimulatedTime(),
    random: (octets) => randomBytes(octets),
    lookup: (_tenant, name) => (/^(lan\\)?bob$/.test(Buffer.from(name).toString()) ? { password: 'hello' } : undefined),
    methods: allMethods(),
    ...options,
  });
}

/** Lets a peer and the server talk to the end. */
export async function talk(sessions: EapSessions, peer: EapPeer): Promise<EapAnswer & { readonly rounds: number }> {
  try {
    let answer = await ask(sessions, peer.hello(), undefined);
    for (let rounds = 1; ; rounds++) {
      if (answer.outcome !== 'challenge') return { ...answer, rounds };
      answer = await ask(sessions, await peer.answer(Buffer.from(answer.eap)), answer.state);
    }
  } finally {
    peer.close();
  }
}

/** From a datagram whose memory is used for the next one, as a server's is. */
export async function ask(
  sessions: EapSessions,
  eap: Buffer,
  state: Uint8Array | undefined,
  framedMtu?: number,
): Promise<EapAnswer> {
  const datagram = Buffer.from(eap);
  const pending = sessions.answer({ eap: datagram, state, nas: 'ap', tenantId: 'isp', framedMtu });
  datagram.fill(0xff);
  return pending;
}
