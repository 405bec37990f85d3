/** Why something about on-call, notices or their ways is refused. */
export const onCallRefusals = {
  'rota/not-found': 'There is no such rota or layer, or it is outside your branches.',
  'rota/other-branch': 'Choose one of your own branches for this rota.',
  'rota/branch-unknown': 'There is no such branch.',
  'rota/person-unknown': 'One of these people is not a user of this company.',
  'onCall/changed': 'Somebody else has changed this. Load it again.',
  'escalationPolicy/not-found': 'There is no such rule.',
  'cover/not-found': 'There is no such swap.',
  'cover/not-yours': 'You can give away or take back your own duty only.',
  'cover/nobody': 'Say who takes the duty.',
  'cover/past': 'This time is over already.',
  'cover/decided': 'This has been decided already.',
  'cover/not-asked': 'Somebody else was asked.',
  'webhook/not-found': 'There is no such webhook.',
  'webhook/secret-missing': 'Give the value of every secret header.',
  'webhook/key-missing': 'Give the key that signatures are made with.',
  'device/too-many': 'At most ten devices. Remove one first.',
  'device/not-found': 'This device is not among yours.',
  'notice/receipt-unknown': 'This receipt was not made here.',
  'notice/not-found': 'There is no such notice.',
} as const;
export type OnCallRefusalCode = keyof typeof onCallRefusals;
