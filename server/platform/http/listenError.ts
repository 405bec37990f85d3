/** The server could not take its address; the message says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: 'http/port-in-use' | 'http/port-forbidden' | 'http/listen-failed';

  private constructor(code: ListenError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }

  static from(error: unknown, host: string, port: number, setting = 'LASTMILE_HTTP_PORT'): ListenError {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined;
    if (reason === 'EADDRINUSE') {
      const advice = `Stop what is using it, or set ${setting} to another port.`;
      return new ListenError('http/port-in-use', `Port ${port} on ${host} is in use. ${advice}`, error);
    }
    if (reason === 'EACCES') {
      const advice = `Ports below 1024 need a privilege; set ${setting} to 1024 or above.`;
      return new ListenError('http/port-forbidden', `Port ${port} on ${host} may not be opened. ${advice}`, error);
    }
    const what = error instanceof Error ? error.message : String(error);
    return new ListenError('http/listen-failed', `The HTTP server cannot listen on ${host}:${port}: ${what}`, error);
  }
}
