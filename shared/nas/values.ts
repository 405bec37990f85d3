import { z } from 'zod';

/**
 * connecting: no answer yet since it is watched · up · degraded: answers, but slowly, with losses or overloaded ·
 * down: the connection is lost or refused · authFailed: it refuses the login · untrusted: another certificate than the
 * one on record · maintenance: as announced, alarms are quiet · unknown: nobody watches it
 */
export const NasState = z.enum([
  'down',
  'authFailed',
  'untrusted',
  'degraded',
  'connecting',
  'unknown',
  'maintenance',
  'up',
]);
export type NasState = z.infer<typeof NasState>;

/** Names a driver; `GET /api/nas/vendors` lists those there are. */
export const NasVendor = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

/**
 * pinned: TLS, with the certificate seen at the first connection and no other since · anonymous: TLS without any
 * certificate, which hides the password and proves nothing · plain: readable on the way, for tunnels
 */
export const NasSecurity = z.enum(['pinned', 'anonymous', 'plain']);
export type NasSecurity = z.infer<typeof NasSecurity>;

/**
 * How a packet is known to be this router's, because a source address is not an identity.
 * address: nobody else sends from it · nasIdentifier: several routers share the source, each names itself and proves it
 * with its secret (Message-Authenticator required) · tunnel: by the tunnel's own address, unique in the installation
 */
export const NasAttribution = z.enum(['address', 'nasIdentifier', 'tunnel']);
export type NasAttribution = z.infer<typeof NasAttribution>;

export const NasName = z.string().trim().min(1, 'Give it a name.').max(120);
/** SHA-256 of the certificate in lower-case hexadecimal. */
export const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

/** Sessions the router carries by itself, as opposed to those RADIUS accounts for. */
export const NasService = z.enum(['ppp', 'hotspot']);
export type NasService = z.infer<typeof NasService>;
