/** What the product runs with; made by loadConfig, read-only afterwards. */
export interface Config {
  readonly http: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    readonly publicUrl: string | undefined;
    /** Addresses and networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-*` is believed. */
    readonly trustedProxies: readonly string[];
  };
  /** Undefined: not over TLS. */
  readonly https: { readonly host: string; readonly port: number } | undefined;
  /** Files of a certificate from outside; undefined: one of the installation's own authority. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** Base64, newest first; undefined: the key file of the data folder. */
  readonly secretKeys: readonly string[] | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly lab: { readonly on: boolean; readonly port: number; readonly nasPort: number };
  /** The alarm listener. */
  readonly syslog: { readonly host: string; readonly port: number };
  /** What routers are set up with. */
  readonly routers: {
    /** Under which they see this server; empty: not known. */
    readonly facingAddresses: readonly string[];
    readonly ntpServers: readonly string[];
    readonly authenticationPort: number;
    readonly accountingPort: number;
    readonly incomingPort: number;
    /** Of the page that those see who have not paid, over plain HTTP. */
    readonly portalPort: number;
  };
  /** The RADIUS server; its ports are those that routers are set up with. */
  readonly radius: {
    readonly on: boolean;
    readonly addresses: readonly string[];
    /** It goes on when this process is stopped in order. */
    readonly stays: boolean;
  };
  /** Undefined: no mail is sent. */
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  /** Networks around this machine that addresses typed by people may lead to all the same. */
  readonly privateTargets: readonly string[];
  /** Of a service outside that alerts when it hears nothing. */
  readonly heartbeat: { readonly url: string | undefined; readonly everyMs: number };
  readonly nodeName: string;
  readonly commandRetentionDays: number;
  readonly metricsToken: string | undefined;
  readonly log: {
    readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
    readonly format: 'pretty' | 'json';
  };
}

/** `embedded`: started and owned by this process. `external`: production, run by somebody else. */
export type DatabaseConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'external'; readonly url: string; readonly ownerUrl: string | undefined };
