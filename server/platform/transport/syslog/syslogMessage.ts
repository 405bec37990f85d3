/** One RFC 5424 message; parts given as NILVALUE are undefined. */
export interface SyslogMessage {
  /** 0 to 23. */
  readonly facility: number;
  /** 0 (emergency) to 7 (debug). */
  readonly severity: number;
  /** Milliseconds since 1970 as the sender's clock has it. */
  readonly sentAt: number | undefined;
  readonly hostname: string | undefined;
  readonly appName: string | undefined;
  readonly procId: string | undefined;
  readonly msgId: string | undefined;
  readonly structuredData: readonly SdElement[];
  /** Without byte order mark; bytes that are no UTF-8 became U+FFFD where the standard allows any encoding. */
  readonly text: string;
}

export interface SdElement {
  readonly id: string;
  /** In the order sent; a name may occur several times. */
  readonly params: readonly SdParam[];
}

export interface SdParam {
  readonly name: string;
  readonly value: string;
}
