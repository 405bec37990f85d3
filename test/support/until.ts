/** Asks until it holds; answers how long that took. */
export async function until(holds: () => Promise<boolean>, what: string, mostMs: number): Promise<number> {
  const from = performance.now();
  while (!(await holds())) if (performance.now() - from > mostMs) throw new Error(`not within ${mostMs} ms: ${what}`);
  return performance.now() - from;
}
