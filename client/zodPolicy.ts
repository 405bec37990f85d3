import { z } from 'zod';

/** Zod would try `new Function` to go faster; the content security policy forbids it and would report the attempt. */
z.config({ jitless: true });
