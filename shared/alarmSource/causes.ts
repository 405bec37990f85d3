/** The product's own alarm about a source that it does not hear; no source may report it. */
export const SOURCE_SILENT = 'sourceSilent';
