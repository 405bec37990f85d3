import { RadiusSecret } from '#server/platform/transport/radius/radiusSecret.ts';
import type { RadiusNas } from './radiusNas.ts';

/** A router as requests find it, with what is learnt about it and counted. */
export class KnownNas {
  readonly entry: RadiusNas;
  /** Of the registry of tenants and routers. */
  readonly tenant: number;
  readonly number: number;
  /** Newest first; never empty. */
  readonly secrets: readonly RadiusSecret[];
  /** The one it was last proved to use. */
  secret: RadiusSecret;
  /** Whether a packet without Message-Authenticator is dropped. Learnt from the first that had one. */
  requiresMessageAuthenticator: boolean;
  requests = 0;
  accepts = 0;
  rejects = 0;
  drops = 0;
  lastAt = 0;
  /** Rejects it may still cause, refilled as time goes. */
  rejectsLeft = 0;
  rejectsAt = 0;

  constructor(entry: RadiusNas, tenant: number, number: number, before?: KnownNas) {
    this.entry = entry;
    this.tenant = tenant;
    this.number = number;
    this.secrets = entry.secrets.map((secret) => new RadiusSecret(secret));
    const kept = before ? before.entry.secrets[before.secrets.indexOf(before.secret)] : undefined;
    this.secret = this.secrets[kept === undefined ? 0 : Math.max(0, entry.secrets.indexOf(kept))]!;
    this.requiresMessageAuthenticator =
      entry.messageAuthenticator === 'required' ||
      (entry.messageAuthenticator === 'learnt' && (before?.requiresMessageAuthenticator ?? false));
    if (before) this.#takeCounts(before);
  }

  #takeCounts(before: KnownNas): void {
    this.requests = before.requests;
    this.accepts = before.accepts;
    this.rejects = before.rejects;
    this.drops = before.drops;
    this.lastAt = before.lastAt;
  }
}
