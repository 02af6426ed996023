/** Builds the browser part when one of its sources changed since the last build. */
export function buildBrowserPart(): void
