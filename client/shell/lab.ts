import { createResource, type Resource } from 'solid-js';
import { z } from 'zod';
import { ApiError, getJson } from './api.ts';

/** Whether the lab runs beside the server: it offers its demo logins then, and only then. */
export function useLabRuns(): Resource<boolean> {
  const [runs] = createResource(async () => {
    try {
      await getJson('/api/demo-logins', z.array(z.unknown()));
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  });
  return runs;
}
