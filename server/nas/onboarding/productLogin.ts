import { randomBytes } from 'node:crypto';
import type { Clock } from '#actors/system/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { connectionOf } from '../connectionOf.ts';
import type { NasRegistry } from '../nasRegistry.ts';
import type { StoredNas } from '../storedNas.ts';
import type { NasDriver } from '../vendors/nasDriver.ts';
import { dropNewLogin, keepNewLogin, readNewLogin } from './newLoginStore.ts';

export interface ProductLoginOptions {
  readonly database: Database;
  readonly registry: NasRegistry;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly mayConnect: (address: string) => boolean;
}

export interface Login {
  readonly user: string;
  /** Undefined: none is made yet. */
  readonly password: string | undefined;
}

/**
 * The login that a router has for the product alone. Where another one is registered, such as a person's, a new one is
 * made for the router's set-up, and takes its place once the router has let it in.
 */
export class ProductLogin {
  readonly #options: ProductLoginOptions;

  constructor(options: ProductLoginOptions) {
    this.#options = options;
  }

  /** What the router is to have; with `make`, a password is made where there is none. */
  async wantedOf(nas: StoredNas, driver: NasDriver, make: boolean): Promise<Login> {
    const { database, registry, clock } = this.#options;
    const user = driver.onboarding.ownUser;
    if (nas.username === user) return { user, password: registry.open(nas, 'password') };
    const login = await database.tenantTx(nas.tenant, async (tx) => {
      if (!make) return await readNewLogin(tx, nas.id);
      const fresh = this.#seal(nas, randomBytes(24).toString('base64url'));
      return await keepNewLogin(tx, nas.id, { username: user, password: fresh }, clock.now());
    });
    return { user, password: login && this.#open(nas, login.password) };
  }

  /** Why the router does not let the product in with this login just now; undefined: it does. */
  async refusalOf(
    nas: StoredNas,
    driver: NasDriver,
    { user: username, password }: { readonly user: string; readonly password: string },
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { clock, mayConnect } = this.#options;
    const target = connectionOf(nas, { username, password });
    try {
      const wire = await driver.open(target, { clock, mayConnect, signal });
      try {
        await driver.greet(wire, signal);
        return undefined;
      } finally {
        wire.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Registers the new login where the router lets it in; says whether it did. */
  async adopt(nas: StoredNas, driver: NasDriver, signal: AbortSignal): Promise<boolean> {
    const { database, registry } = this.#options;
    const waiting = await database.tenantTx(nas.tenant, (tx) => readNewLogin(tx, nas.id));
    if (!waiting) return false;
    if (nas.username === driver.onboarding.ownUser) {
      await database.tenantTx(nas.tenant, (tx) => dropNewLogin(tx, nas.id));
      return false;
    }
    const login = { user: waiting.username, password: this.#open(nas, waiting.password) };
    if ((await this.refusalOf(nas, driver, login, signal)) !== undefined) return false;
    const editor = { tenant: nas.tenant, scope: 'all', by: undefined } as const;
    const { user: username, password } = login;
    await registry.change(editor, nas.id, { version: nas.version, username, password });
    await database.tenantTx(nas.tenant, (tx) => dropNewLogin(tx, nas.id));
    return true;
  }

  #seal({ tenant, id }: StoredNas, password: string): Buffer {
    return this.#options.secrets.encrypt(tenant, `nas/${id}/newPassword`, password);
  }

  #open({ tenant, id }: StoredNas, sealed: Buffer): string {
    return this.#options.secrets.decrypt(tenant, `nas/${id}/newPassword`, sealed);
  }
}
