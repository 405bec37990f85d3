/** What a journal holds; the first octet of each entry. Numbers are never used again for something else. */
export const entryKind = {
  /** One verified Accounting-Request: AccountingEntry. */
  accounting: 1,
  /** JSON of RejectEntry[]: rejects since the last such entry, collapsed. */
  rejects: 2,
  /** JSON of ClosedEntry[]: sessions this process ended itself, without a Stop. */
  closed: 3,
  /** JSON of FirstUseEntry: an Accept that bound a MAC address or began a validity. */
  firstUse: 4,
  /** JSON of LeaseEntry[]: Accepts that gave a line another address or prefix than it had before. */
  lease: 5,
  /** JSON of UnknownSinceEntry[]: sessions of which nothing can be known, or can be again. */
  unknownSince: 6,
} as const;
export type EntryKind = (typeof entryKind)[keyof typeof entryKind];

/**
 * Octets in front of the packet of an accounting entry, big endian: kind u8 · flags u8 · reserved u16 · receivedAt f64
 * (epoch ms) · sessionStartedAt f64 (as this process knows the session, see AccountingEntry) · tenant 16 · NAS 16 ·
 * subscription 16 (zeros: none) · source address 16 (IPv4 mapped) · version u32 · packet.
 */
export const ACCOUNTING_HEADER_BYTES = 88;

export const accountingFlag = {
  /** May have been stored before: its session time is not beyond what this process has seen of the session. */
  late: 1,
  /** The session was not in memory: it may be known under (nearly) this beginning, or its beginning was missed. */
  unseen: 2,
  /** Its beginning was taken from the clock of this server: the packet had no Event-Timestamp. */
  unclocked: 4,
} as const;

export interface AccountingEntry {
  readonly flags: number;
  readonly receivedAt: number;
  /** With NAS and Acct-Session-Id the identity of the session: the same in all its entries as long as none is `unseen`. */
  readonly sessionStartedAt: number;
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId: string | undefined;
  /** Of the policy the session was let in with (Class); 0: unknown. */
  readonly version: number;
  readonly packet: Buffer;
}

export interface RejectEntry {
  readonly tenantId: string;
  readonly nasId: string;
  readonly subscriptionId?: string | undefined;
  readonly username: string;
  readonly mac?: string | undefined;
  readonly reason: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** cause: silent: beyond its interim deadline, by a NAS that is reachable · nasReboot: Accounting-On/-Off · replaced: the same line or address dialled anew */
export interface ClosedEntry {
  readonly tenantId: string;
  readonly nasId: string;
  readonly acctSessionId: string;
  readonly sessionStartedAt: number;
  readonly endedAt: number;
  readonly cause: 'silent' | 'nasReboot' | 'replaced';
}

export interface UnknownSinceEntry {
  readonly tenantId: string;
  readonly nasId: string;
  readonly acctSessionId: string;
  readonly sessionStartedAt: number;
  /** Absent: heard of again. */
  readonly since?: number | undefined;
}

export interface FirstUseEntry {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly at: number;
  readonly mac?: string | undefined;
  readonly validUntil?: number | undefined;
}

/** A line keeps what it was given last, also when this process begins anew before its session has been reported. */
export interface LeaseEntry {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly nasId: string;
  /** IPv4. */
  readonly address?: string | undefined;
  /** As `2001:db8:1::/56`. */
  readonly prefix?: string | undefined;
  readonly at: number;
}
