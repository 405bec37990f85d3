/** A session as a router has reported it by RADIUS. */
export interface ReportedSession {
  readonly acctSessionId: string;
  readonly startedAt: number;
  readonly username: string;
  /** Absent: the reports did not say. */
  readonly access?: 'pppoe' | 'hotspot' | 'ipoe' | undefined;
  /** Lower case with colons. */
  readonly mac?: string | undefined;
  readonly ipv4?: string | undefined;
}

/** Which of them a router has at the moment. */
export interface SessionsThere<S extends ReportedSession = ReportedSession> {
  readonly running: readonly S[];
  readonly gone: readonly S[];
}
