/** Why an act on a customer is refused. */
export const customerRefusals = {
  'customer/not-found': 'There is no such customer, or it is outside your branches.',
  'customer/branch-not-found': 'There is no such branch, or it is outside your branches.',
  'customer/code-taken': 'Another customer has this code.',
  'customer/changed-meanwhile': 'Somebody else changed this customer meanwhile. Load it again, then make your change.',
  'customer/archived': 'The customer is archived. Restore it first.',
  'customer/not-archived': 'The customer is not archived.',
  'customer/in-service': 'The customer still has subscriptions that have not ended. End them first.',
  'customer/phone-not-understood':
    'This is not a phone number that can be called. Give it as people dial it here, or with + and the country code.',
  'customer/document-not-found': 'There is no such document of this customer.',
  'customer/document-type': 'Documents are PDF, JPEG, PNG or WebP files; this is none of them.',
  'customer/document-empty': 'The file is empty.',
  'customer/document-too-large': 'A document has at most 10 MB.',
  'customer/too-many-documents': 'A customer has at most 50 documents. Remove one first.',
} as const;
export type CustomerRefusalCode = keyof typeof customerRefusals;
