import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import type { Clock } from '#actors/system/clock.ts';
import type { NasConnectionResult } from '#shared/nas/registration.ts';
import type { NasDriver, NasTarget } from './vendors/nasDriver.ts';
import { NasStepFailed, type NasStep } from './vendors/nasStepFailed.ts';

const WITHIN_MS = 10_000;

const advice: Readonly<Record<NasStep, string>> = {
  resolve: 'Check the name, or give the address.',
  connect: 'Check address and port, that the API service runs there, and that its firewall lets this server in.',
  tls: 'Give the router a certificate for its API service, or choose anonymous TLS for a router without one.',
  certificate: 'If the router was replaced or reset, trust its new certificate; otherwise somebody may be in between.',
  login: 'Check user and password, and that the user may log in to the API from this server.',
  identity: 'The login works. Check that its group has the rights api and read.',
};

/** Tries to reach a router and to log in, and says how far that went. */
export async function testNasConnection(
  driver: NasDriver,
  target: NasTarget,
  { clock, mayConnect }: { readonly clock: Clock; readonly mayConnect: (address: string) => boolean },
): Promise<NasConnectionResult> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    const wire = await driver.open(target, { clock, signal, mayConnect });
    try {
      const sentAt = clock.now();
      await driver.greet(wire, signal);
      const latencyMs = clock.now() - sentAt;
      const { identity, model, version } = await driver.identify(wire, signal);
      const { fingerprint } = wire;
      return { ok: true, latencyMs, identity, model, version, ...(fingerprint === undefined ? {} : { fingerprint }) };
    } finally {
      wire.close();
    }
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): NasConnectionResult {
  const step = error instanceof NasStepFailed ? error.step : 'identity';
  const why = error instanceof Error ? error.message : 'unknown error';
  if (!(error instanceof NasTrouble) && !(error instanceof Error)) throw error;
  return { ok: false, step, message: `${why.slice(0, 300)}. ${advice[step]}` };
}
