import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApprovalNeeded } from '#shared/approval/requests.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import type { Done } from './askSecondPerson.ts';

/** What {@link answerDone} answers, for the description of a route. */
export const doneOrAsked = {
  202: ApprovalNeeded.describe('A second person has to approve it first.'),
  204: z.null().describe('Done.'),
};

/** Where links lead: the installation's own address, or the one that whoever is logged in came by. */
export function originOf({ publicUrl }: AdministrationPorts, request: FastifyRequest): string {
  return publicUrl ?? `${request.protocol}://${request.host}`;
}

/** 204 when it is done, 202 with the request's id when a second person has to decide. */
export function answerDone(reply: FastifyReply, done: Done): FastifyReply {
  return done === undefined ? reply.code(204).send() : reply.code(202).send(ApprovalNeeded.parse(done));
}
