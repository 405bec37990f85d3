import { z } from 'zod';
import { BranchList, BranchView, ChangeBranch, CreateBranch } from '#shared/tenant/branches.ts';
import { ChangeCompany, ChangePolicies, CompanyView } from '#shared/tenant/company.ts';
import { BranchId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { AdministrationPorts } from './administrationPorts.ts';
import { addBranch, archiveBranch, type BranchContents, branchView, changeBranch, restoreBranch } from './branches.ts';
import { listBranches } from './branchStore.ts';
import { changeCompany, changePolicies, companyView } from './company.ts';
import { answerRefusals } from './refusalProblem.ts';
import { answerDone, doneOrAsked } from './routing.ts';

const ofBranch = z.object({ id: BranchId });
const branches = { access: 'branch.manage' } as const;
const company = { access: 'tenant.manage' } as const;

/** The company and its branches. Everybody in it may read them. */
export function companyRoutes(ports: AdministrationPorts, elsewhere: BranchContents): Routes {
  return (app) => {
    app.get(
      '/api/company',
      {
        config: { access: 'subject' },
        schema: { summary: 'The company: name, country, currency, zone, policies', response: { 200: CompanyView } },
      },
      async (request) => companyView(ports, requireSubject(request)),
    );
    app.put(
      '/api/company',
      { config: company, schema: { summary: "Change the company's name or zone", body: ChangeCompany } },
      async (request, reply) => {
        await answerRefusals(() => changeCompany(ports, requireSubject(request), request.body));
        return reply.code(204).send();
      },
    );
    app.put(
      '/api/company/policies',
      {
        config: company,
        schema: { summary: "Change the company's policies", body: ChangePolicies, response: doneOrAsked },
      },
      async (request, reply) =>
        answerDone(reply, await answerRefusals(() => changePolicies(ports, requireSubject(request), request.body))),
    );
    app.get(
      '/api/branches',
      { config: { access: 'subject' }, schema: { summary: 'Branches of the company', response: { 200: BranchList } } },
      async (request) => {
        const { tenant, branches: scope } = requireSubject(request);
        const found = await ports.database.tenantTx(tenant, (tx) => listBranches(tx, scope));
        return { branches: found.map(branchView) };
      },
    );
    app.post(
      '/api/branches',
      { config: branches, schema: { summary: 'Open a branch', body: CreateBranch, response: { 201: BranchView } } },
      async (request, reply) => {
        const added = await answerRefusals(() => addBranch(ports, requireSubject(request), request.body));
        return reply.code(201).send(added);
      },
    );
    app.put(
      '/api/branches/:id',
      { config: branches, schema: { summary: "Change a branch's name or zone", params: ofBranch, body: ChangeBranch } },
      async (request, reply) => {
        const { id } = request.params;
        await answerRefusals(() => changeBranch(ports, requireSubject(request), id, request.body));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/branches/:id/archive',
      { config: branches, schema: { summary: 'Archive a branch', params: ofBranch } },
      async (request, reply) => {
        await answerRefusals(() => archiveBranch(ports, requireSubject(request), request.params.id, elsewhere));
        return reply.code(204).send();
      },
    );
    app.post(
      '/api/branches/:id/restore',
      { config: branches, schema: { summary: 'Bring an archived branch back', params: ofBranch } },
      async (request, reply) => {
        await answerRefusals(() => restoreBranch(ports, requireSubject(request), request.params.id));
        return reply.code(204).send();
      },
    );
  };
}
