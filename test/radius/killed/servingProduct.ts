import { loadDefaults } from '../../bench/radius/loadOptions.ts';
import { runRadiusLoad } from '../../bench/radius/radiusLoad.ts';
import { freePort, launch, type Launched } from '../../support/launch.ts';

/** Of a product with an embedded database and RADIUS, without lab, on ports of its own. */
export async function radiusSettings(dataDir: string): Promise<Record<string, string>> {
  return {
    DATABASE_URL: '',
    LASTMILE_LAB: '0',
    LASTMILE_RADIUS: '1',
    LASTMILE_RADIUS_ADDRESSES: '127.0.0.1',
    LASTMILE_DATA_DIR: dataDir,
    LASTMILE_SYSLOG_PORT: '0',
    LASTMILE_HTTPS_PORT: 'off',
    LASTMILE_HTTP_PORT: String(await freePort()),
    LASTMILE_RADIUS_AUTH_PORT: String(await freePort()),
    LASTMILE_RADIUS_ACCT_PORT: String(await freePort()),
  };
}

/** Ready as a whole. */
export async function startServing(env: Readonly<Record<string, string>>): Promise<Launched> {
  const product = launch({ env, args: ['--without-client'], ownGroup: true });
  await product.ready();
  return product;
}

/** The first answer to a report: the router is known. */
export async function untilServed(
  port: number,
  secret: string,
  files: { readonly acked: string; readonly sent: string },
): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const tried = await runRadiusLoad({
      ...loadDefaults,
      ...{ mode: 'acct', port, users: 1, secret, window: 1, sockets: 1, seconds: 0.2 },
      ...files,
    });
    if (tried.ok > 0) return;
  }
  throw new Error('the RADIUS server answers no report');
}
