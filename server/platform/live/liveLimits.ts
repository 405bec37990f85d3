/** Bounds of the live server; every one of them can be met by a client that means no harm. */
export interface LiveLimits {
  /** Shortest time between two frames of a view under load; the first change after a pause goes out at once. */
  readonly frameIntervalMs: number;
  /** How long frames are kept for a client that comes back, and how long a view without subscribers stays open. */
  readonly ringMs: number;
  readonly ringBytes: number;
  /** Views nobody watches; above it the one left longest ago is closed early. */
  readonly idleViews: number;
  readonly beatMs: number;
  readonly maxMessageBytes: number;
  readonly subscriptionsPerSocket: number;
  readonly socketsPerUser: number;
  /** Upstream messages of one socket: sustained rate, and how many may come at once. */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly commandsInFlight: number;
  /** Bytes waiting for one socket above which it leaves its views, below which it returns, and above which it is closed. */
  readonly slowAboveBytes: number;
  readonly drainedBelowBytes: number;
  readonly closeAboveBytes: number;
  readonly bufferCheckMs: number;
  /** A connection told to close is cut after this long. */
  readonly closeGraceMs: number;
}

export const defaultLiveLimits: LiveLimits = {
  frameIntervalMs: 100,
  ringMs: 30_000,
  ringBytes: 4 * 1024 * 1024,
  idleViews: 500,
  beatMs: 1_000,
  maxMessageBytes: 64 * 1024,
  subscriptionsPerSocket: 32,
  socketsPerUser: 200,
  messagesPerSecond: 50,
  messageBurst: 150,
  commandsInFlight: 64,
  slowAboveBytes: 512 * 1024,
  drainedBelowBytes: 16 * 1024,
  closeAboveBytes: 8 * 1024 * 1024,
  bufferCheckMs: 100,
  closeGraceMs: 500,
};
