import { vendorKey, type AttributeKey } from '#server/platform/transport/radius/attributeKey.ts';
import { allDictionaries } from './all.ts';
import type { AttributeKind, Dictionary } from './dictionary.ts';

export interface AttributeDefinition {
  readonly key: AttributeKey;
  readonly name: string;
  readonly kind: AttributeKind;
  /** Names of its numbers. */
  readonly values: Readonly<Record<number, string>>;
}

const definitions: readonly AttributeDefinition[] = allDictionaries.flatMap(({ vendor, attributes, values }) =>
  attributes.map(([type, name, kind]) => ({ key: vendorKey(vendor, type), name, kind, values: values[name] ?? {} })),
);
const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
const byName = new Map(definitions.map((definition) => [definition.name.toLowerCase(), definition]));
const vendors = new Map(allDictionaries.map((dictionary) => [dictionary.vendor, dictionary]));

/** What an attribute on the wire is; undefined when no dictionary has it. */
export function attributeOfKey(key: AttributeKey): AttributeDefinition | undefined {
  return byKey.get(key);
}

/** By its name in the registry, whatever the case: for what people and other systems' databases write. */
export function attributeNamed(name: string): AttributeDefinition | undefined {
  return byName.get(name.toLowerCase());
}

export function dictionaryOfVendor(vendor: number): Dictionary | undefined {
  return vendors.get(vendor);
}
