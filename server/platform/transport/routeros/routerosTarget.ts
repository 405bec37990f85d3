/** Where and how to connect; see NasSecurity for what each security means. */
export interface RouterosTarget {
  readonly host: string;
  readonly port: number;
  readonly security: 'pinned' | 'anonymous' | 'plain';
  /** SHA-256 of the one certificate that is trusted, hexadecimal; undefined: the one shown now will be. */
  readonly fingerprint: string | undefined;
}

export interface RouterosLogin {
  readonly username: string;
  readonly password: string;
}
