/** Where each field of a session is. Its Acct-Session-Id follows at `id`, and behind it its User-Name as it was sent. */
export const field = {
  state: 0, // u8
  flags: 1, // u8
  idBytes: 2, // u16
  nas: 4, // u32, of the registry
  policy: 8, // u32, 0: none known
  next: 12, // u32, of the same subscription
  previous: 16, // u32
  ipv4: 20, // u32, 0: none
  sessionTime: 24, // u32, the largest that was reported
  version: 28, // u32, of the policy it was let in with
  interimSeconds: 32, // u32
  hash: 36, // u32, of router and Acct-Session-Id; 0 while there is none
  startedAt: 40, // f64
  heardAt: 48, // f64
  roomBytes: 56, // u16, as allocated
  tenant: 58, // u16
  admission: 60, // u32, what Class of its Accept says
  mac: 64, // 6
  nameBytes: 70, // u16, of the User-Name behind its id
  subscription: 72, // 16, zeros: none
  pool: 88, // u32, that its address is of; 0: of none
  prefix: 92, // u64, upper half of its IPv6 prefix; 0: none
  prefixPool: 100, // u32, that its prefix is of; 0: of none
  id: 104,
} as const;

/**
 * admitted: an Accept was sent, no Start has come · open · unknown: nothing is heard of it, and its router cannot be asked
 * · closed: kept for a while to recognise what still comes of it
 */
export const state = { admitted: 1, open: 2, unknown: 3, closed: 4 } as const;
export type SessionState = (typeof state)[keyof typeof state];

export const flag = {
  hasMac: 1,
  /** A Start was seen. */
  started: 2,
  /** Its beginning is of the clock of this server. */
  unclocked: 4,
  /** An interim or a Stop was seen. */
  reported: 8,
  /** Closed without a Stop: what comes late opens it again. */
  presumed: 16,
  /** Another session of the same device has taken its place. */
  displaced: 32,
} as const;
