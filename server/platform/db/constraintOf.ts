/** The constraint that refused a statement, out of whatever wraps the driver's error; undefined for other trouble. */
export function constraintOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint;
  return constraintOf(error.cause, depth + 1);
}
