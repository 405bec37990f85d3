import { hash } from 'node:crypto';
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { RouterosError } from './routerosError.ts';
import type { RouterosTarget } from './routerosTarget.ts';

export interface OpenedSocket {
  readonly socket: Socket;
  /** Of the certificate it showed; undefined without one. */
  readonly fingerprint: string | undefined;
}

/** Whether an address may be connected to at all; of a name, every address it stands for. */
export type AddressPolicy = (address: string) => boolean;

/** Connects and encrypts. Rejects with RouterosError; the caller bounds the time by `signal`. */
export function openRouterosSocket(
  target: RouterosTarget,
  mayConnect: AddressPolicy,
  signal: AbortSignal,
): Promise<OpenedSocket> {
  return new Promise((resolve, reject) => {
    if (isIP(target.host) !== 0 && !mayConnect(target.host)) return reject(forbidden(target.host));
    const at = { host: target.host, port: target.port, lookup: guardedLookup(mayConnect) };
    let connected = false;
    const isPlain = target.security === 'plain';
    const socket = isPlain ? connectTcp(at) : connectTls({ ...at, ...tlsOptions(target) });
    socket.setNoDelay(true);
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', aborted);
      socket.off('error', failed).off('close', closed);
      // Whoever takes it over listens for itself; until then, and after a refusal, nobody must be surprised by an error.
      socket.on('error', () => undefined);
      act();
    };
    const refuse = (error: RouterosError): void =>
      settle(() => {
        socket.destroy();
        reject(error);
      });
    const failed = (cause: Error): void => refuse(connectError(target, connected, cause));
    const closed = (): void =>
      refuse(new RouterosError(connected ? 'tls' : 'connect', `${where(target)} closed the connection at once`));
    const aborted = (): void =>
      refuse(new RouterosError(connected ? 'tls' : 'connect', `${where(target)} did not answer in time`));
    socket.once('connect', () => (connected = true));
    socket.once(isPlain ? 'connect' : 'secureConnect', () => {
      const fingerprint = isPlain ? undefined : fingerprintOf(socket as TLSSocket);
      const refusal = certificateRefusal(target, fingerprint);
      if (refusal) refuse(refusal);
      else settle(() => resolve({ socket, fingerprint }));
    });
    socket.on('error', failed).on('close', closed);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    return undefined;
  });
}

/**
 * Routers sign their certificates themselves, so no authority is asked: the certificate itself is what is trusted. A
 * router without one offers anonymous Diffie-Hellman only, which ended with TLS 1.2 and needs the lowest security level.
 */
function tlsOptions({ security, host }: RouterosTarget): ConnectionOptions {
  const common = {
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
  if (security === 'anonymous') return { ...common, ciphers: 'ADH:AECDH:@SECLEVEL=0', maxVersion: 'TLSv1.2' };
  return { ...common, minVersion: 'TLSv1.2' };
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  // Absent in an anonymous handshake, whatever its type says.
  return raw instanceof Uint8Array ? hash('sha256', raw, 'hex') : undefined;
}

function certificateRefusal(target: RouterosTarget, shown: string | undefined): RouterosError | undefined {
  if (target.security !== 'pinned') return undefined;
  if (shown === undefined) return new RouterosError('tls', `${where(target)} shows no certificate`);
  if (target.fingerprint === undefined || target.fingerprint === shown) return undefined;
  return new RouterosError(
    'certificate',
    `${where(target)} shows another certificate (SHA-256 ${shown.slice(0, 16)}…) than the one on record (${target.fingerprint.slice(0, 16)}…)`,
    { fingerprint: shown },
  );
}

/** A name must not lead to where an address may not. */
function guardedLookup(mayConnect: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const refused = error ? undefined : found.find(({ address }) => !mayConnect(address));
      const [first] = found ?? [];
      if (error) callback(error, '', 4);
      else if (refused) callback(forbidden(refused.address), '', 4);
      else if (options.all) callback(null, found);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function forbidden(address: string): RouterosError {
  return new RouterosError('connect', `${address} is an address of the server itself or of its host, not of a router`);
}

function connectError(target: RouterosTarget, connected: boolean, cause: Error): RouterosError {
  if (cause instanceof RouterosError) return cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new RouterosError('resolve', `no address is known for the name ${target.host}`, { cause });
  if (!connected)
    return new RouterosError('connect', `${where(target)} cannot be reached (${code || cause.message})`, { cause });
  return new RouterosError(
    'tls',
    `${where(target)} and this server agree on no encryption (${code || cause.message})`,
    {
      cause,
    },
  );
}

function where({ host, port }: RouterosTarget): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
