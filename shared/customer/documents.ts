import { z } from 'zod';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

export const MOST_DOCUMENT_BYTES = 10_485_760;
export const MOST_DOCUMENTS = 50;

/** What may be kept, as the first bytes of a file show it. Nothing that a browser would run. */
export const DocumentType = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/webp']);
export type DocumentType = z.infer<typeof DocumentType>;

/** `POST /api/customers/:id/documents?name=…`: the body is the file. */
export const DocumentUploadQuery = z.object({ name: z.string().trim().min(1, 'Give the document a name.').max(200) });

export const CustomerDocument = z.object({
  id: ActorId,
  name: z.string(),
  type: DocumentType,
  /** In bytes. */
  size: z.int(),
  addedBy: z.string().nullable(),
  addedAt: Instant,
});
export type CustomerDocument = z.infer<typeof CustomerDocument>;
