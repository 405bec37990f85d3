const mostCauses = 5;

/** What a log line says of an error. Other members are left out: a database error, for one, carries the row's values. */
export interface ErrorFields {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

/** The loggable part of anything that was thrown, with its chain of causes (at most 5). */
export function errorFields(thrown: unknown, depth = 0): ErrorFields {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: textOf(thrown) };
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    type: thrown.name,
    message: thrown.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    ...(thrown.cause === undefined || depth >= mostCauses ? {} : { cause: errorFields(thrown.cause, depth + 1) }),
  };
}

function textOf(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : `not an Error but ${Object.prototype.toString.call(thrown)}`;
}
