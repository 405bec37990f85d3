/** A value of the log for people: texts as they are, everything else as JSON. */
export function auditValue(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `role.permissionsChanged` → `permissions changed`; kinds and types are the log's own words in every language. */
export function auditVerb(type: string): string {
  const verb = type.split('.').slice(1).join(' ');
  return verb.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
