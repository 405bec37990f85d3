import { z } from 'zod';
import { CustomerDocument, DocumentUploadQuery, MOST_DOCUMENT_BYTES } from '#shared/customer/documents.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { NamesSource } from '../platform/names.ts';
import { type CustomerDocuments, documentRow } from './customerDocuments.ts';
import { editorOf } from './customerRoutes.ts';

const config = { access: 'customer.documents' } as const;
const ofCustomer = z.object({ id: ActorId });
const ofDocument = z.object({ id: ActorId, document: ActorId });

/** `/api/customers/:id/documents…`: files as they are, up to 10 MB each. */
export function documentRoutes(documents: CustomerDocuments, names: NamesSource): Routes {
  return (app) => {
    // In a context of its own: only here is a body taken as it comes, whatever it says it is.
    void app.register((files, _options, done) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_DOCUMENT_BYTES }, (_request, body, parsed) =>
        parsed(null, body),
      );
      files.post(
        '/api/customers/:id/documents',
        {
          bodyLimit: MOST_DOCUMENT_BYTES,
          config: { ...config, rateLimit: { max: 60, timeWindow: 60_000 } },
          schema: {
            summary: 'Add a document: the body is the file',
            params: ofCustomer,
            querystring: DocumentUploadQuery,
          },
        },
        async (request, reply) => {
          const { id } = ofCustomer.parse(request.params);
          const { name } = DocumentUploadQuery.parse(request.query);
          const subject = requireSubject(request);
          const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const added = await documents.add(editorOf(subject), id, name, content);
          return await reply.code(201).send(documentRow(added, await names.namesOf(subject.tenant)));
        },
      );
      done();
    });
    app.get(
      '/api/customers/:id/documents',
      {
        config,
        schema: {
          summary: "A customer's documents",
          params: ofCustomer,
          response: { 200: z.array(CustomerDocument) },
        },
      },
      async (request) => {
        const subject = requireSubject(request);
        const known = await names.namesOf(subject.tenant);
        const found = await documents.list(editorOf(subject), request.params.id);
        return found.map((document) => documentRow(document, known));
      },
    );
    app.get(
      '/api/customers/:id/documents/:document',
      {
        config: { ...config, rateLimit: { max: 120, timeWindow: 60_000 } },
        schema: { summary: 'Read a document; it is recorded who did', params: ofDocument },
      },
      async (request, reply) => {
        const { id, document } = request.params;
        const { name, type, content } = await documents.read(editorOf(requireSubject(request)), id, document);
        void reply
          .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
          .header('cache-control', 'no-store');
        return await reply.type(type).send(content);
      },
    );
    app.delete(
      '/api/customers/:id/documents/:document',
      { config, schema: { summary: 'Remove a document', params: ofDocument, response: { 204: z.null() } } },
      async (request, reply) => {
        const { id, document } = request.params;
        await documents.remove(editorOf(requireSubject(request)), id, document);
        return await reply.code(204).send(null);
      },
    );
  };
}
