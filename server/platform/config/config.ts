/** What the product runs with; made by loadConfig, read-only afterwards. */
export interface Config {
  readonly http: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    readonly publicUrl: string | undefined;
  };
  /** Absolute. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly lab: { readonly on: boolean; readonly port: number };
  /** The alarm listener. */
  readonly syslog: { readonly host: string; readonly port: number };
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
