import { z } from 'zod';
import {
  CustomerLabelQuery,
  CustomerLabels,
  CustomerPage,
  CustomerPageQuery,
  CustomerTimeline,
  SamePhone,
  SamePhoneQuery,
} from '#shared/customer/list.ts';
import { CustomerChange, CustomerRecord, LabelCustomers, NewCustomer } from '#shared/customer/registration.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../platform/auth/accessControl.ts';
import type { Subject } from '../platform/auth/subject.ts';
import type { Database } from '../platform/db/database.ts';
import type { Routes } from '../platform/http/httpApp.ts';
import type { NamesSource } from '../platform/names.ts';
import { labelKey } from '../platform/search/searchKeys.ts';
import { keysInUse } from '../platform/search/searchKeyStore.ts';
import { customerRecord, listCustomers } from './customerList.ts';
import { customerRefusal } from './customerRefusal.ts';
import type { CustomerEditor, Customers } from './customers.ts';
import { findCustomer } from './customerStore.ts';
import { customerTimeline } from './customerTimeline.ts';
import { withSamePhone } from './samePhone.ts';
import type { StoredCustomer } from './storedCustomer.ts';

export interface CustomerRoutesOptions {
  readonly database: Database;
  readonly names: NamesSource;
  readonly customers: Customers;
}

const ofCustomer = z.object({ id: ActorId });
const Version = z.object({ version: z.int() });
const view = { access: 'customer.view' } as const;
const manage = { access: 'customer.manage' } as const;

/** `/api/customers…` */
export function customerRoutes({ database, names, customers }: CustomerRoutesOptions): Routes {
  const answer = async (customer: StoredCustomer): Promise<CustomerRecord> =>
    customerRecord(customer, await names.namesOf(customer.tenant));

  return (app) => {
    app.get(
      '/api/customers',
      {
        config: view,
        schema: {
          summary: 'Customers, a page of them',
          querystring: CustomerPageQuery,
          response: { 200: CustomerPage },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        return await listCustomers({ database, names }, tenant, branches, request.query);
      },
    );
    app.get(
      '/api/customers/labels',
      {
        config: view,
        schema: {
          summary: 'Labels in use that begin so',
          querystring: CustomerLabelQuery,
          response: { 200: CustomerLabels },
        },
      },
      async (request) => {
        const { tenant } = requireSubject(request);
        const keys = await database.tenantTx(tenant, (tx) => keysInUse(tx, labelKey(request.query.text), 50));
        return keys.map((key) => key.slice(1));
      },
    );
    app.get(
      '/api/customers/same-phone',
      {
        config: view,
        schema: {
          summary: 'Who has this phone number',
          querystring: SamePhoneQuery,
          response: { 200: SamePhone },
        },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        return await database.tenantTx(tenant, (tx) => withSamePhone(tx, branches, request.query.phone));
      },
    );
    app.post(
      '/api/customers/labels',
      {
        config: manage,
        schema: {
          summary: 'Give labels to customers, or take them away',
          body: LabelCustomers,
          response: { 200: z.object({ changed: z.int() }) },
        },
      },
      async (request) => ({ changed: await customers.label(editorOf(requireSubject(request)), request.body) }),
    );
    app.get(
      '/api/customers/:id',
      { config: view, schema: { summary: 'One customer', params: ofCustomer, response: { 200: CustomerRecord } } },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const found = await database.tenantTx(tenant, (tx) => findCustomer(tx, request.params.id, branches));
        if (!found) throw customerRefusal('customer/not-found');
        return await answer(found);
      },
    );
    app.get(
      '/api/customers/:id/timeline',
      {
        config: view,
        schema: { summary: 'What was done about a customer', params: ofCustomer, response: { 200: CustomerTimeline } },
      },
      async (request) => {
        const { tenant, branches } = requireSubject(request);
        const { id } = request.params;
        if (!(await database.tenantTx(tenant, (tx) => findCustomer(tx, id, branches))))
          throw customerRefusal('customer/not-found');
        return await customerTimeline(database, await names.namesOf(tenant), tenant, id);
      },
    );
    app.post(
      '/api/customers',
      {
        config: manage,
        schema: { summary: 'Register a customer', body: NewCustomer, response: { 201: CustomerRecord } },
      },
      async (request, reply) => {
        const created = await customers.create(editorOf(requireSubject(request)), request.body);
        return await reply.code(201).send(await answer(created));
      },
    );
    app.patch(
      '/api/customers/:id',
      {
        config: manage,
        schema: {
          summary: 'Change a customer',
          params: ofCustomer,
          body: CustomerChange,
          response: { 200: CustomerRecord },
        },
      },
      async (request) =>
        answer(await customers.change(editorOf(requireSubject(request)), request.params.id, request.body)),
    );
    for (const [act, archived] of [
      ['archive', true],
      ['restore', false],
    ] as const) {
      app.post(
        `/api/customers/:id/${act}`,
        {
          config: manage,
          schema: {
            summary: `Take a customer off the lists or bring it back: ${act}`,
            params: ofCustomer,
            response: { 200: Version },
          },
        },
        async (request) => {
          const changed = await customers.setArchived(editorOf(requireSubject(request)), request.params.id, archived);
          return { version: changed.version };
        },
      );
    }
  };
}

export function editorOf({ tenant, branches, userId }: Subject): CustomerEditor {
  return { tenant, scope: branches, by: userId };
}
