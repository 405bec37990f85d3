import { type ImportField, severalColumns } from '#shared/bulk/importSettings.ts';

/** How headings call a field, without spaces and signs, in lower case. In the order in which fields are looked for. */
const headings: readonly (readonly [ImportField, readonly string[]])[] = [
  [
    'customerCode',
    [
      'customercode',
      'code',
      'customerid',
      'customerno',
      'customernumber',
      'accountno',
      'accountnumber',
      'account',
      'clientid',
      'crmid',
      'memberid',
      'cid',
    ],
  ],
  [
    'username',
    [
      'username',
      'pppoeusername',
      'pppoeuser',
      'user',
      'login',
      'userid',
      'pppoe',
      'pppoeid',
      'radiususername',
      'loginname',
      'secret',
      'jinalamtumiaji',
    ],
  ],
  [
    'password',
    [
      'password',
      'pppoepassword',
      'pass',
      'userpassword',
      'radiuspassword',
      'cleartextpassword',
      'pppassword',
      'nenosiri',
    ],
  ],
  ['passwordHash', ['passwordhash', 'hash', 'cryptpassword', 'md5password']],
  [
    'package',
    [
      'package',
      'plan',
      'packagename',
      'planname',
      'profile',
      'tariff',
      'service',
      'bandwidth',
      'groupname',
      'kifurushi',
      'nameplan',
      'speed',
    ],
  ],
  [
    'customerName',
    ['customername', 'name', 'fullname', 'clientname', 'customer', 'subscriber', 'subscribername', 'jina', 'client'],
  ],
  ['kind', ['kind', 'customertype', 'type', 'accounttype']],
  [
    'phone',
    [
      'phone',
      'phonenumber',
      'mobile',
      'mobileno',
      'mobilenumber',
      'contact',
      'contactno',
      'contactnumber',
      'cell',
      'telephone',
      'tel',
      'msisdn',
      'phone1',
      'phone2',
      'phone3',
      'altphone',
      'simu',
      'whatsapp',
    ],
  ],
  ['email', ['email', 'emailaddress', 'mail']],
  ['address', ['address', 'streetaddress', 'location', 'street', 'house', 'building', 'area', 'anwani']],
  ['latitude', ['latitude', 'lat']],
  ['longitude', ['longitude', 'lon', 'lng', 'long']],
  ['branch', ['branch', 'site', 'zone', 'pop', 'office', 'tawi']],
  ['labels', ['labels', 'label', 'tags', 'tag', 'groups']],
  ['notes', ['notes', 'note', 'remarks', 'remark', 'comment', 'comments', 'description']],
  ['accessType', ['accesstype', 'servicetype', 'connectiontype', 'connection']],
  ['mac', ['mac', 'macaddress', 'callerid', 'cpemac', 'callingstationid']],
  ['staticIpv4', ['staticip', 'ip', 'ipaddress', 'ipv4', 'staticipv4', 'framedipaddress', 'remoteaddress', 'remoteip']],
  ['delegatedPrefix', ['delegatedprefix', 'ipv6prefix', 'ipv6', 'delegatedipv6prefix']],
  ['state', ['state', 'status', 'hali', 'active', 'enabled', 'disabled']],
  [
    'validUntil',
    [
      'validuntil',
      'expires',
      'expiry',
      'expirydate',
      'expiration',
      'expirationdate',
      'expireson',
      'expiredate',
      'enddate',
      'duedate',
      'validto',
      'validtill',
      'mwisho',
    ],
  ],
  ['protectedBy', ['protectedby', 'protected']],
];

/** What the columns under these headings most likely are; each field once, but for those that may be several. */
export function guessColumns(titles: readonly string[]): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  return titles.map((title) => {
    const key = title
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '');
    const field = headings.find(([, names]) => names.includes(key))?.[0];
    if (field === undefined || (taken.has(field) && !severalColumns.includes(field))) return null;
    taken.add(field);
    return field;
  });
}
