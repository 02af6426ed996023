/**
 * Takes the place of the module with which Ant Design's parts write style tags into the page (width of a scroll bar,
 * holding the page still behind a panel): the same rules as adopted style sheets, which a policy without inline
 * styles allows. Exports what that module exports.
 */
type Options = { attachTo?: Element | ShadowRoot }

const sheets = new Map<string, CSSStyleSheet>()

/** A container that stands in no document shows nothing: its rules need no sheet. */
const isShown = ({ attachTo }: Options): boolean => attachTo?.isConnected ?? true

/** @returns an element to hang marks on, as the original does; it is in no document */
export function injectCSS(css: string, options: Options = {}): HTMLStyleElement {
  if (isShown(options)) adopt(css, undefined)
  return document.createElement('style')
}

export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  if (isShown(options)) adopt(css, key)
  return document.createElement('style')
}

export function removeCSS(key: string): void {
  const sheet = sheets.get(key)
  sheets.delete(key)
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
}

export function clearContainerCache(): void {
  // No container is remembered here.
}

function adopt(css: string, key: string | undefined): void {
  const known = key === undefined ? undefined : sheets.get(key)
  const sheet = known ?? new CSSStyleSheet()
  sheet.replaceSync(css)
  if (known) return
  if (key !== undefined) sheets.set(key, sheet)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
