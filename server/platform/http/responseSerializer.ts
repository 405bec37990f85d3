import type { FastifySerializerCompiler } from 'fastify';
import type { z } from 'zod';

/**
 * Answers are parsed by their schema, so that no undeclared member leaves the building. The type provider's own
 * serializer encodes instead, which schemas that only transform (ids) do not allow; parsing what is parsed already
 * changes nothing in them. Throws ZodError, answered as a failure of the server.
 */
export const serializeParsed: FastifySerializerCompiler<z.ZodType> =
  ({ schema }) =>
  (answer) =>
    JSON.stringify(schema.parse(answer));
