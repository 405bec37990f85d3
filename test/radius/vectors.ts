/** Packets of the RFCs and of other implementations, and some calculated independently with node:crypto. */
export const rfcSecret = 'xyzzy5461';
export const testSecret = 'testing123';
export const countedAuthenticator = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** RFC 2865 §7. */
export const rfc2865 = {
  papRequest: hex(
    '010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003',
  ),
  papAccept: hex('0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103'),
  chapRequest: hex(
    '010100472aee86f08d0d55969ca5978e0d3367a20108666c6f707379031316e97557c316185895f293ff63440772750406c0a80110050600000014060600000002070600000001',
  ),
  chapAccept: hex(
    '0201003815efbc7dab26cfa3dc34d9c03c8601a40606000000020706000000010806fffffffe0a06000000020d06000000010c06000005dc',
  ),
  cardRequest: hex(
    '01020039f3a47a1f6a6d76710b947ab93041a03901076d6f707379021233657573778289b570885e15084825c50406c0a80110050600000007',
  ),
  cardChallenge: hex(
    '0b02004e36f3c8764ae8c71157403c0c71ff9c4512304368616c6c656e67652033323736393433302e2020456e74657220726573706f6e73652061742070726f6d70742e180a3332373639343330',
  ),
  /** Misprinted: its State says 16 octets where 10 follow. */
  cardAnswer: hex(
    '01030043b122556d428a13d0d6253807c457ecf001076d6f7073790212692c1f205fc081b919b95195f561a5810406c0a8011005060000000718103332373639343330',
  ),
  cardReject: hex('03030014a42f4fca45916c4e09c8340f9e746aa0'),
} as const;

/** With the secret testing123. */
export const packets = {
  accessRequest: hex(
    '012a004d000102030405060708090a0b0c0d0e0f501241ad7bbdddabcf9264eee4352ad1e0060105626f620212fe8b65a61bfd7a1a104607240014828b0406c00002012c0a3831303030303031',
  ),
  accessAccept: hex(
    '022a0057c42e2c35a8fa688108b5684a86a3deda50120ad54e421ff5aa6c06e2eaa2724747c506060000000207060000000108060a0000051b0600000e1055060000012c1a0f00003a8c080931304d2f32304d19046331',
  ),
  interim: hex(
    '0407004da394b507a315a0fb76166a03874f34aa2806000000032c0a38313030303030310105626f620406c00002012e06000002582a06000000053406000000012b0600000007350600000002',
  ),
  interimResponse: hex('05070014cf2f31e3e000cd5004f6d8e1682018fa'),
  coaRequest: hex(
    '2b09004eec40d84237fe7f6790b3f314c912d01b50127b402bab01101901a022054f08b4d80c0105626f622c0a383130303030303108060a00000537066553f1001a0d00003a8c0807324d2f324d',
  ),
  coaAck: hex('2c090026733843dc88c92c361cabd0b87488316b50129695e3e790e900ce08ed692ec57f723e'),
  statusServer: hex('0c010026000102030405060708090a0b0c0d0e0f5012aab986ded10dbd45f99281c7bc944c58'),
  disconnectRequest: hex('28010026e1792d2b4ab349f1a4c0fcc733d091c1501258513d662847e5f8734a30dbdac8e4af'),
  plainCoaRequest: hex('2ba600197fbf02c6662b5990838a5e6e331b3ff00105626f62'),
} as const;

/** A packet with these attributes and a header that fits, without any authenticator. */
export function packetOf(code: number, ...attributes: readonly Buffer[]): Buffer {
  const body = Buffer.concat(attributes);
  const header = Buffer.alloc(20);
  header[0] = code;
  header.writeUInt16BE(20 + body.length, 2);
  return Buffer.concat([header, body]);
}

export function attributeOf(type: number, value: Buffer | string): Buffer {
  const octets = Buffer.from(value as string);
  return Buffer.concat([Buffer.of(type, octets.length + 2), octets]);
}
