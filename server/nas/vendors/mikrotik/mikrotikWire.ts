import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import { openRouteros } from '../../../platform/transport/routeros/openRouteros.ts';
import type { RouterosConnection } from '../../../platform/transport/routeros/routerosConnection.ts';
import {
  RouterosError,
  trapCategories,
  type RouterosFailure,
} from '../../../platform/transport/routeros/routerosError.ts';
import { NasBusy, NasCommandLate, NasCommandRefused } from '../nasCommandError.ts';
import type { NasTarget, NasWire, OpenNasOptions } from '../nasDriver.ts';
import { NasStepFailed, type NasStep } from '../nasStepFailed.ts';

/** Opens a connection to a router; failures in the words of the product. */
export async function openMikrotik(target: NasTarget, options: OpenNasOptions): Promise<NasWire> {
  const { username, password, ...place } = target;
  try {
    const { connection, fingerprint } = await openRouteros({
      target: place,
      login: { username, password },
      ...options,
    });
    return wireOf(connection, fingerprint);
  } catch (error) {
    throw openingError(error);
  }
}

function wireOf(connection: RouterosConnection, fingerprint: string | undefined): NasWire {
  return {
    fingerprint,
    get lastHeardAt() {
      return connection.lastHeardAt;
    },
    run: (command, options) => connection.run(command, options).catch(rethrow),
    stream: (command, onRow, signal) => connection.stream(command, onRow, signal).catch(rethrow),
    onClosed: (listener) => connection.onClosed((error) => listener(commandError(error) as Error)),
    close: () => connection.close(),
  };
}

function rethrow(error: unknown): never {
  throw commandError(error);
}

function commandError(error: unknown): unknown {
  if (!(error instanceof RouterosError)) return error;
  const { failure, message, category } = error;
  const cause = { cause: error };
  if (failure === 'trap') {
    const missing = category === trapCategories.missing || /no such (command|item)/i.test(message);
    return new NasCommandRefused(message, missing, cause);
  }
  if (failure === 'busy') return new NasBusy(message, cause);
  if (!error.endsConnection) return new NasCommandLate(message, cause);
  if (failure === 'protocol') return new NasTrouble('nonsense', `does not speak the API any more: ${message}`, cause);
  return new NasTrouble('lost', message, cause);
}

const steps: Readonly<Partial<Record<RouterosFailure, NasStep>>> = {
  resolve: 'resolve',
  connect: 'connect',
  tls: 'tls',
  certificate: 'certificate',
};

function openingError(error: unknown): unknown {
  if (!(error instanceof RouterosError)) return error;
  const { failure, message, fingerprint } = error;
  const cause = { cause: error };
  switch (failure) {
    case 'certificate':
      return new NasStepFailed('untrusted', 'certificate', message, {
        ...cause,
        ...(fingerprint === undefined ? {} : { shown: fingerprint }),
      });
    case 'login':
      return new NasStepFailed('authFailed', 'login', `the router refuses the login: ${message}`, cause);
    case 'resolve':
    case 'connect':
      return new NasStepFailed('unreachable', steps[failure] ?? 'connect', message, cause);
    case 'tls':
    case 'protocol':
    case 'tooLarge':
      return new NasStepFailed('nonsense', steps[failure] ?? 'login', message, cause);
    default:
      return new NasStepFailed('unreachable', 'login', message, cause);
  }
}
