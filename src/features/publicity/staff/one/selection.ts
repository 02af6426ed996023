/** A stretch of a slot's text, in UTF-16 units. */
export type Place = { slot: string; from: number; to: number }

/** What is selected within an element whose pieces bear `data-slot` and `data-from`: one place a slot. */
export function selectedIn(root: HTMLElement): Place[] {
  const selection = root.ownerDocument.getSelection()
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return []
  const range = selection.getRangeAt(0)
  return [...root.querySelectorAll<HTMLElement>('[data-slot]')].flatMap((slot) => {
    if (!range.intersectsNode(slot)) return []
    const from = offsetIn(slot, range.startContainer, range.startOffset) ?? 0
    const to = offsetIn(slot, range.endContainer, range.endOffset) ?? (slot.textContent ?? '').length
    return from < to ? [{ slot: slot.dataset.slot ?? '', from, to }] : []
  })
}

/** How far into the slot's text a point of the selection lies; undefined when it lies outside. */
function offsetIn(slot: HTMLElement, node: Node, offset: number): number | undefined {
  if (!slot.contains(node)) return undefined
  const before = slot.ownerDocument.createRange()
  before.selectNodeContents(slot)
  before.setEnd(node, offset)
  return before.toString().length
}
